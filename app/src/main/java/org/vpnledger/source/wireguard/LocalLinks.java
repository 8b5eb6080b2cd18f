package org.vpnledger.source.wireguard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Epoch;

/**
 * The network interfaces of this network namespace, as sysfs shows them.
 *
 * @param classNet a folder with a folder for each interface
 * @param bootId a file that names this boot
 */
public record LocalLinks(Path classNet, Path bootId) {
  /** Where Linux shows them. */
  public static final LocalLinks LOCAL =
      new LocalLinks(Path.of("/sys/class/net"), Path.of("/proc/sys/kernel/random/boot_id"));

  /**
   * The life of an interface and of its counters: the kernel counts indexes upwards, so that within
   * one boot another interface has another one.
   *
   * @return absent when there is no such interface
   */
  @Nullable Epoch epoch(String name) {
    try {
      String index = Files.readString(classNet.resolve(name).resolve("ifindex")).strip();
      return new Epoch("link", Files.readString(bootId).strip() + "/" + index);
    } catch (IOException e) {
      return null;
    }
  }
}
