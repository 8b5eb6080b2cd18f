package org.vpnledger.chain;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** The public part of a {@link SigningKey}. */
public final class VerifyingKey {
  private static final String LABEL = "PUBLIC KEY";

  private final PublicKey key;

  /**
   * Of a SubjectPublicKeyInfo (RFC 8410).
   *
   * @throws IllegalArgumentException when it is none of Ed25519
   */
  VerifyingKey(byte[] encoded) {
    try {
      key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an Ed25519 public key", e);
    }
  }

  /**
   * Reads PEM, as {@code openssl pkey -pubout} writes it.
   *
   * @throws IllegalArgumentException with one line that says what is wrong
   */
  public static VerifyingKey parse(String pem) {
    return new VerifyingKey(Pem.decode(pem, LABEL));
  }

  static VerifyingKey ofBase64(String text) {
    return new VerifyingKey(Base64.getDecoder().decode(text));
  }

  /** PEM, as {@link #parse} reads it. */
  public String toPem() {
    return Pem.encode(key.getEncoded(), LABEL);
  }

  /** In base64 on one line: what heads name the key by. */
  public String toBase64() {
    return Base64.getEncoder().encodeToString(key.getEncoded());
  }

  /** Whether that is the text's signature by this key. */
  boolean isSignature(String text, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(text.getBytes(StandardCharsets.UTF_8));
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // not even of the form of a signature
    }
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof VerifyingKey that && toBase64().equals(that.toBase64());
  }

  @Override
  public int hashCode() {
    return toBase64().hashCode();
  }
}
