package org.vpnledger.name;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.vpnledger.vpn.PeerKey;

/** The committed corpus, whose public keys are one letter 32 times. */
final class NameFiles {
  static final List<String> ALL = List.of("two-clients.json", "odd.json", "empty-clients.json");

  private NameFiles() {}

  static byte[] bytes(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(NameFiles.class.getResourceAsStream("/names/" + name))) {
      return in.readAllBytes();
    }
  }

  static String text(String name) throws IOException {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  static PeerKey key(char letter) {
    byte[] raw = new byte[32];
    Arrays.fill(raw, (byte) letter);
    return new PeerKey(Base64.getEncoder().encodeToString(raw));
  }
}
