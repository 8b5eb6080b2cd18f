package org.vpnledger.chain;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One link's hash, which stands for all links up to it.
 *
 * @param hex 64 digits, lower case
 */
public record Link(String hex) {
  private static final int BYTES = 32;

  public Link {
    if (!isHash(hex)) {
      throw new IllegalArgumentException("a hash has 64 hexadecimal digits");
    }
  }

  /** The link of that hash; absent when the text is none. */
  public static @Nullable Link parse(String text) {
    return isHash(text) ? new Link(text) : null;
  }

  /** The link of that hash; absent unless it has 32 bytes. */
  public static @Nullable Link of(byte @Nullable [] hash) {
    return hash == null || hash.length != BYTES ? null : new Link(HexFormat.of().formatHex(hash));
  }

  /** The hash's 32 bytes. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  private static boolean isHash(String text) {
    return text.length() == 2 * BYTES
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  @Override
  public String toString() {
    return hex;
  }
}
