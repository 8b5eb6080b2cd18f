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
  private final MessageDigest sha256 = sha256();

  /** What the first event of a gateway's ledger follows: it binds the chain to that gateway. */
  public Link beginning(String gatewayId) {
    return hashed(
        ("vpnledger audit chain 1\n" + gatewayId + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** The link of a line after another. */
  public Link next(Link before, String line) {
    sha256.update(before.hex().getBytes(StandardCharsets.ISO_8859_1));
    sha256.update((byte) '\n');
    sha256.update(line.getBytes(StandardCharsets.UTF_8));
    return hashed(new byte[] {'\n'});
  }

  private Link hashed(byte[] last) {
    return new Link(HexFormat.of().formatHex(sha256.digest(last)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
