package org.vpnledger.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A network interface as sysfs shows it: only those of the namespace in which somebody asks. */
final class SystemInterface {
  private static final int IFF_UP = 1;

  private SystemInterface() {}

  private static Path folder(Premises premises, String name) {
    return premises.at("/sys/class/net").resolve(name);
  }

  static boolean isThere(Premises premises, String name) {
    return Files.exists(folder(premises, name));
  }

  /** Whether it is the kernel's own WireGuard, and not that of a process. */
  static boolean isOfKernel(Premises premises, String name) {
    try {
      return Files.readString(folder(premises, name).resolve("uevent"))
          .lines()
          .anyMatch("DEVTYPE=wireguard"::equals);
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether it is certainly down. */
  static boolean isDown(Premises premises, String name) {
    try {
      String flags = Files.readString(folder(premises, name).resolve("flags")).strip();
      return (Integer.decode(flags) & IFF_UP) == 0;
    } catch (IOException | NumberFormatException e) {
      return false;
    }
  }
}
