package org.vpnledger.source.wireguard;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Epoch;

/**
 * The network interfaces of this network namespace, as sysfs shows them.
 *
 * @param classNet a folder with a folder for each interface
 * @param bootId a file that names this boot
 */
public record Links(Path classNet, Path bootId) {
  /** Where Linux shows them. */
  public static final Links LOCAL =
      new Links(Path.of("/sys/class/net"), Path.of("/proc/sys/kernel/random/boot_id"));

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

  /**
   * Whether the kernel itself speaks WireGuard on any interface, so that there is a reason to ask.
   */
  boolean anyWireGuard() throws IOException {
    return !wireGuard().isEmpty();
  }

  /** The interfaces on which the kernel itself speaks WireGuard. */
  TreeSet<String> wireGuard() throws IOException {
    TreeSet<String> names = new TreeSet<>();
    try (DirectoryStream<Path> links = Files.newDirectoryStream(classNet)) {
      for (Path link : links) {
        if (isWireGuard(link)) {
          names.add(String.valueOf(link.getFileName()));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  private static boolean isWireGuard(Path link) {
    try {
      return Files.readString(link.resolve("uevent")).lines().anyMatch("DEVTYPE=wireguard"::equals);
    } catch (IOException e) {
      return false; // gone since the folder was listed, or no interface at all
    }
  }
}
