package org.vpnledger.chain;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A head that somebody vouches for. As text, each line ended:
 *
 * <pre>
 * vpnledger audit head 1
 * gateway: 0b54f2ae-…
 * name: gw1
 * seq: 4711
 * hash: 64 hexadecimal digits
 * signed: 2026-01-31T10:00:00Z
 * key: base64 of the public key (SubjectPublicKeyInfo)
 * signature: base64 of the Ed25519 signature of all lines above this one
 * </pre>
 *
 * @param text what is signed: all lines but the last
 * @param signature 64 bytes in base64
 */
public record SignedHead(Head head, VerifyingKey key, String text, String signature) {
  private static final String TITLE = "vpnledger audit head 1";
  private static final String SIGNATURE = "signature: ";
  private static final int MOST = 8 << 10;

  /** Signs. */
  public static SignedHead of(Head head, SigningKey key) {
    String text =
        TITLE
            + "\ngateway: "
            + head.gatewayId()
            + "\nname: "
            + head.gatewayName()
            + "\nseq: "
            + head.seq()
            + "\nhash: "
            + head.link()
            + "\nsigned: "
            + head.at()
            + "\nkey: "
            + key.verifying().toBase64()
            + "\n";
    return new SignedHead(head, key.verifying(), text, key.sign(text));
  }

  /**
   * Reads one. That its signature is right is another question.
   *
   * @return absent if the text is none
   */
  public static @Nullable SignedHead parse(String file) {
    int end = file.lastIndexOf(SIGNATURE);
    if (file.length() > MOST || end < 0) {
      return null;
    }
    String text = file.substring(0, end);
    List<String> lines = text.lines().toList();
    List<String> names = List.of("gateway", "name", "seq", "hash", "signed", "key");
    if (lines.size() != names.size() + 1 || !lines.getFirst().equals(TITLE)) {
      return null;
    }
    String[] values = new String[names.size()];
    for (int i = 0; i < values.length; i++) {
      String start = names.get(i) + ": ";
      String line = lines.get(i + 1);
      if (!line.startsWith(start)) {
        return null;
      }
      values[i] = line.substring(start.length());
    }
    try {
      Head head =
          new Head(
              values[0],
              values[1],
              Long.parseLong(values[2]),
              new Link(values[3]),
              Instant.parse(values[4]));
      return new SignedHead(
          head,
          VerifyingKey.ofBase64(values[5]),
          text,
          file.substring(end + SIGNATURE.length()).strip());
    } catch (IllegalArgumentException | DateTimeException e) {
      return null;
    }
  }

  /** Whether the key that it names has signed it. Whose key that is, only who keeps it knows. */
  public boolean isGenuine() {
    try {
      byte[] bytes = Base64.getDecoder().decode(signature);
      // One signature has one text: the decoder lets the last character's spare bits be anything.
      return Base64.getEncoder().encodeToString(bytes).equals(signature)
          && key.isSignature(text, bytes);
    } catch (IllegalArgumentException e) {
      return false; // not even base64
    }
  }

  /** As {@link #parse} reads it. */
  public String toFile() {
    return text + SIGNATURE + signature + "\n";
  }
}
