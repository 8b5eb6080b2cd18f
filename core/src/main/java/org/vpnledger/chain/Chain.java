package org.vpnledger.chain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * How links follow from one another: a link is the SHA-256 of the link before it, in hexadecimal,
 * an end of line, the event's canonical line, and an end of line. {@code printf '%s\n%s\n'
 * "$before" "$line" | sha256sum} gives the same. Used by one thread.
 */
public final class Chain {
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final MessageDigest sha256 = sha256();
  private final byte[] hex = new byte[65];

  /** What the first event of a gateway's ledger follows: it binds the chain to that gateway. */
  public Link beginning(String gatewayId) {
    String text = "vpnledger audit chain 1\n" + gatewayId + "\n";
    byte[] hash = sha256.digest(text.getBytes(StandardCharsets.UTF_8));
    return new Link(HexFormat.of().formatHex(hash));
  }

  /** The link of a line after another. */
  public Link next(Link before, String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return new Link(HexFormat.of().formatHex(next(before.bytes(), bytes, bytes.length)));
  }

  /**
   * The same of hashes as they are stored, 32 bytes each.
   *
   * @param line begins with the line's bytes
   * @param length how many those are
   */
  public byte[] next(byte[] before, byte[] line, int length) {
    for (int i = 0; i < before.length; i++) {
      hex[2 * i] = DIGITS[before[i] >> 4 & 15];
      hex[2 * i + 1] = DIGITS[before[i] & 15];
    }
    hex[2 * before.length] = '\n';
    sha256.update(hex, 0, 2 * before.length + 1);
    sha256.update(line, 0, length);
    sha256.update((byte) '\n');
    return sha256.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
