package org.vpnledger.spool;

import java.time.Instant;

/**
 * What a store says of an object.
 *
 * @param key without the store's prefix
 * @param modified the store's time
 * @param sha256 what we noted at its upload, in lower-case hexadecimal; empty if the store does not
 *     say
 * @param etag the store's own mark, without quotes: often the MD5 of the content; empty if unknown
 */
public record StoredObject(String key, long bytes, Instant modified, String sha256, String etag) {
  /** Whether it is this content. */
  enum Likeness {
    SAME,
    OTHER,
    /** Of the same size; the store says no more. */
    UNKNOWN
  }

  Likeness to(Checksum content) {
    if (bytes != content.bytes()) {
      return Likeness.OTHER;
    }
    if (!sha256.isEmpty()) {
      return sha256.equals(content.sha256()) ? Likeness.SAME : Likeness.OTHER;
    }
    // Another ETag says nothing: of encrypted objects and of those in parts it is no MD5.
    return etag.equals(content.md5()) ? Likeness.SAME : Likeness.UNKNOWN;
  }
}
