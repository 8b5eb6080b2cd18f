package org.vpnledger.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether an interface of this namespace is the kernel's own WireGuard, by what sysfs says of it.
 */
final class KernelTunnel {
  private KernelTunnel() {}

  static boolean isOne(Premises premises, String name) {
    Path uevent = premises.at("/sys/class/net").resolve(name).resolve("uevent");
    try {
      return Files.readString(uevent).lines().anyMatch("DEVTYPE=wireguard"::equals);
    } catch (IOException e) {
      return false;
    }
  }
}
