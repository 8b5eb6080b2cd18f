package org.vpnledger.web;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Makes of a secret the line that is kept of it, which {@link Credential#parse} reads. */
public final class CredentialHash {
  /** What OWASP recommends for PBKDF2 with HMAC-SHA-256. */
  static final int ITERATIONS = 600_000;

  private static final int LEAST_TOKEN = 16;
  private static final int LEAST_PASSWORD = 8;
  private static final int HASH_BYTES = 32;

  private CredentialHash() {}

  /**
   * Of a bearer token: {@code sha256:HEX}.
   *
   * @throws IllegalArgumentException with one line if it is too short, or no client could send it
   */
  public static String ofToken(char[] token) {
    if (token.length < LEAST_TOKEN) {
      throw new IllegalArgumentException(
          "a token has at least " + LEAST_TOKEN + " characters: openssl rand -hex 32 makes one");
    }
    byte[] bytes = new byte[token.length];
    for (int i = 0; i < token.length; i++) {
      if (token[i] <= ' ' || token[i] > '~') {
        throw new IllegalArgumentException(
            "a token consists of letters, digits and signs of ASCII, without spaces");
      }
      bytes[i] = (byte) token[i];
    }
    return "sha256:" + HexFormat.of().formatHex(sha256(bytes));
  }

  /**
   * Of a name and a password: {@code NAME:pbkdf2-sha256:ITERATIONS:SALT:HASH}, with a new salt.
   * Takes some tenths of a second, as it has to.
   *
   * @throws IllegalArgumentException with one line if the name or the password cannot be
   */
  public static String ofPassword(String name, char[] password) {
    checkName(name);
    if (password.length < LEAST_PASSWORD) {
      throw new IllegalArgumentException(
          "a password has at least " + LEAST_PASSWORD + " characters");
    }
    byte[] salt = new byte[16];
    new SecureRandom().nextBytes(salt);
    Base64.Encoder base64 = Base64.getEncoder();
    return "%s:pbkdf2-sha256:%d:%s:%s"
        .formatted(
            name,
            ITERATIONS,
            base64.encodeToString(salt),
            base64.encodeToString(pbkdf2(password, salt, ITERATIONS, HASH_BYTES)));
  }

  static void checkName(String name) {
    if (!name.matches("[A-Za-z0-9._@+-]{1,64}")) {
      throw new IllegalArgumentException(
          "a user's name consists of letters, digits and . _ @ + -, 64 at most");
    }
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static byte[] pbkdf2(char[] password, byte[] salt, int iterations, int bytes) {
    PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, bytes * 8);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has PBKDF2WithHmacSHA256", e);
    } finally {
      spec.clearPassword();
    }
  }
}
