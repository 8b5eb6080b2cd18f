package org.vpnledger.spool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What a file's content is known by.
 *
 * @param sha256 in lower-case hexadecimal
 * @param md5 likewise; every S3-compatible store can check it, not every one knows others
 */
public record Checksum(long bytes, String sha256, String md5) {
  private static final int AT_ONCE = 1 << 16;

  /** Of the whole file. */
  public static Checksum of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in);
    }
  }

  /** Of all that is left of the stream. */
  static Checksum of(InputStream in) throws IOException {
    MessageDigest sha = digest("SHA-256");
    MessageDigest md5 = digest("MD5");
    byte[] buffer = new byte[AT_ONCE];
    long bytes = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      sha.update(buffer, 0, read);
      md5.update(buffer, 0, read);
      bytes += read;
    }
    HexFormat hex = HexFormat.of();
    return new Checksum(bytes, hex.formatHex(sha.digest()), hex.formatHex(md5.digest()));
  }

  /** As the header {@code Content-MD5} has it. */
  String md5Header() {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(md5));
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has both
    }
  }
}
