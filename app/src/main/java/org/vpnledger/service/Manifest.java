package org.vpnledger.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which files were put there and with which content, in the form of sha256sum(1): what differs has
 * been changed by somebody, and is theirs.
 */
final class Manifest {
  static final Path PATH = Path.of("/etc/vpnledger/installed.sha256");

  private static final int DIGITS = 64;
  private final Path file;
  private final TreeMap<String, String> sums = new TreeMap<>();

  private Manifest(Path file) {
    this.file = file;
  }

  static Manifest of(Place place) throws IOException {
    Manifest manifest = new Manifest(place.at(PATH));
    try {
      for (String line : Files.readAllLines(manifest.file)) {
        if (line.length() > DIGITS + 2) { // anything else is not ours, and claims nothing
          manifest.sums.put(line.substring(DIGITS + 2), line.substring(0, DIGITS));
        }
      }
    } catch (NoSuchFileException e) {
      return manifest;
    }
    return manifest;
  }

  /** Whether the file holds what was put there. */
  boolean isUnchanged(Path target, String content) {
    return sum(content).equals(sums.get(target.toString()));
  }

  void note(Path target, String content) {
    sums.put(target.toString(), sum(content));
  }

  void forget(Path target) {
    sums.remove(target.toString());
  }

  /** Removed when there is nothing left to tell. */
  void save() throws IOException {
    if (sums.isEmpty()) {
      Files.deleteIfExists(file);
      return;
    }
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String> each : sums.entrySet()) {
      text.append(each.getValue()).append("  ").append(each.getKey()).append('\n');
    }
    Writing.replace(file, text.toString());
  }

  private static String sum(String content) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
