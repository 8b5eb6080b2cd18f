package org.vpnledger.web;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * As much of DER (X.690) as it takes to wrap a bare private key.
 *
 * <pre>
 *   SubjectPublicKeyInfo ::= SEQUENCE { algorithm AlgorithmIdentifier, key BIT STRING }    RFC 5280
 *   PrivateKeyInfo ::= SEQUENCE { version INTEGER 0, algorithm AlgorithmIdentifier,
 *                                 key OCTET STRING }                                       RFC 5208
 * </pre>
 */
final class Der {
  private static final int INTEGER = 0x02;
  private static final int OCTETS = 0x04;
  private static final int SEQUENCE = 0x30;

  private Der() {}

  /** PKCS#8 of a key in PKCS#1 or SEC 1, whose algorithm and curve its public key tells. */
  static byte[] privateKeyInfo(byte[] algorithm, byte[] key) {
    return value(SEQUENCE, value(INTEGER, new byte[] {0}), algorithm, value(OCTETS, key));
  }

  /** The first value within a sequence that Java's own encoder wrote, with its tag and length. */
  static byte[] firstOfSequence(byte[] sequence) {
    int start = contentAt(sequence, 0);
    int content = contentAt(sequence, start);
    return Arrays.copyOfRange(sequence, start, content + lengthAt(sequence, start));
  }

  private static int contentAt(byte[] der, int tag) {
    int first = der[tag + 1] & 0xff;
    return tag + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int lengthAt(byte[] der, int tag) {
    int first = der[tag + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = (length << 8) | (der[tag + 2 + i] & 0xff);
    }
    return length;
  }

  private static byte[] value(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.write(tag);
    int length = content.size();
    if (length < 0x80) {
      value.write(length);
    } else { // always in four bytes: who reads it back does not insist on fewer
      value.writeBytes(
          new byte[] {
            (byte) 0x84,
            (byte) (length >> 24),
            (byte) (length >> 16),
            (byte) (length >> 8),
            (byte) length
          });
    }
    value.writeBytes(content.toByteArray());
    return value.toByteArray();
  }
}
