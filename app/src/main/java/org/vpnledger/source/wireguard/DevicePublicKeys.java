package org.vpnledger.source.wireguard;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.KeyAgreement;
import org.jspecify.annotations.Nullable;

/**
 * The public keys of interfaces that only tell their private key: the answer of a userspace
 * implementation has no other. This is the only place that looks at a private key. Nothing
 * reachable holds one afterwards: results are remembered by a salted hash, so that a poll does not
 * derive again what it derived before.
 */
public final class DevicePublicKeys {
  private static final int HEX_DIGITS = 64;
  private static final int MAX_REMEMBERED = 1024;

  private final byte[] salt = new byte[32];
  private final Map<ByteBuffer, String> remembered = new HashMap<>();

  /** Remembers nothing yet; the salt is new each time, so hashes mean nothing elsewhere. */
  public DevicePublicKeys() {
    new SecureRandom().nextBytes(salt);
  }

  /**
   * The public key in base64 for the private key that stands in hex in these bytes.
   *
   * @return absent when the key is all zeros, which stands for none
   */
  @Nullable String derive(byte[] bytes, int from, int to) throws MalformedReadException {
    if (to - from != HEX_DIGITS) {
      throw malformed();
    }
    try {
      // A digest of its own each time: what it buffers must not stay.
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(salt);
      digest.update(bytes, from, HEX_DIGITS);
      ByteBuffer hash = ByteBuffer.wrap(digest.digest());
      String known = remembered.get(hash);
      if (known != null) {
        return known;
      }
      String derived = compute(bytes, from);
      if (derived != null) {
        if (remembered.size() >= MAX_REMEMBERED) {
          remembered.clear();
        }
        remembered.put(hash, derived);
      }
      return derived;
    } catch (GeneralSecurityException e) {
      // The provider's message may speak of the key.
      throw new MalformedReadException("the interface's private key is not one of X25519");
    }
  }

  private static @Nullable String compute(byte[] bytes, int from)
      throws GeneralSecurityException, MalformedReadException {
    byte[] scalar = new byte[32];
    try {
      boolean zero = true;
      for (int i = 0; i < scalar.length; i++) {
        int high = Character.digit((char) (bytes[from + 2 * i] & 0xff), 16);
        int low = Character.digit((char) (bytes[from + 2 * i + 1] & 0xff), 16);
        if (high < 0 || low < 0) {
          throw malformed();
        }
        scalar[i] = (byte) (high << 4 | low);
        zero &= scalar[i] == 0;
      }
      if (zero) {
        return null;
      }
      // RFC 7748, section 6.1: a public key is X25519(private key, 9).
      KeyFactory factory = KeyFactory.getInstance("X25519");
      KeyAgreement agreement = KeyAgreement.getInstance("X25519");
      agreement.init(
          factory.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar)));
      agreement.doPhase(
          factory.generatePublic(
              new XECPublicKeySpec(NamedParameterSpec.X25519, BigInteger.valueOf(9))),
          true);
      return Base64.getEncoder().encodeToString(agreement.generateSecret());
    } finally {
      Arrays.fill(scalar, (byte) 0);
    }
  }

  private static MalformedReadException malformed() {
    return new MalformedReadException("a private key has " + HEX_DIGITS + " hex digits");
  }
}
