package org.vpnledger.web;

import java.util.Base64;
import java.util.HexFormat;

/** What lets a client in, in the form that is kept: nobody can make the secret of it. */
public sealed interface Credential {
  /**
   * A bearer token (RFC 6750).
   *
   * @param sha256 its hash, 64 hexadecimal digits; a token that cannot be guessed needs no slow one
   */
  record Token(String sha256) implements Credential {
    byte[] hash() {
      return HexFormat.of().parseHex(sha256);
    }

    /** Hashes are nothing for a log. */
    @Override
    public String toString() {
      return "a token";
    }
  }

  /**
   * A name and a password (RFC 7617).
   *
   * @param name without a colon
   * @param iterations of PBKDF2 with HMAC-SHA-256
   * @param salt in Base64
   * @param hash in Base64
   */
  record User(String name, int iterations, String salt, String hash) implements Credential {
    byte[] saltBytes() {
      return Base64.getDecoder().decode(salt);
    }

    byte[] hashBytes() {
      return Base64.getDecoder().decode(hash);
    }

    /** Hashes are nothing for a log. */
    @Override
    public String toString() {
      return "user " + name;
    }
  }

  /**
   * Reads {@code sha256:HEX} or {@code NAME:pbkdf2-sha256:ITERATIONS:SALT:HASH}, as {@link
   * CredentialHash} writes them.
   *
   * @throws IllegalArgumentException with one line, which does not repeat the text
   */
  static Credential parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length == 2 && parts[0].equals("sha256")) {
      if (!parts[1].matches("[0-9a-fA-F]{64}")) {
        throw new IllegalArgumentException("a token's sha256 has 64 hexadecimal digits");
      }
      return new Token(parts[1]);
    }
    if (parts.length != 5 || !parts[1].equals("pbkdf2-sha256")) {
      throw new IllegalArgumentException(
          "expected sha256:HEX or NAME:pbkdf2-sha256:ITERATIONS:SALT:HASH");
    }
    CredentialHash.checkName(parts[0]);
    if (!parts[2].matches("[1-9][0-9]{3,6}")) {
      throw new IllegalArgumentException(
          "user " + parts[0] + ": iterations are from 1000 to 9999999");
    }
    User user = new User(parts[0], Integer.parseInt(parts[2]), parts[3], parts[4]);
    checkBase64(user.name(), "salt", user.salt(), 8);
    checkBase64(user.name(), "hash", user.hash(), 16);
    return user;
  }

  private static void checkBase64(String name, String what, String text, int least) {
    int length;
    try {
      length = Base64.getDecoder().decode(text).length;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("user " + name + ": the " + what + " is no Base64", e);
    }
    if (length < least || length > 64) {
      throw new IllegalArgumentException(
          "user %s: the %s has %d to 64 bytes".formatted(name, what, least));
    }
  }
}
