package org.vpnledger.audit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text as bytes, of which there are not more than there is room for. */
final class Utf8 {
  private Utf8() {}

  /** At most so many bytes, ending with a whole character; half a surrogate pair becomes '?'. */
  static byte[] bytes(String text, int most) {
    String bounded =
        text.length() > most ? text.substring(0, most) : text; // no less than a byte each
    byte[] bytes = bounded.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= most) {
      return bytes;
    }
    int end = most;
    while (end > 0 && (bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }
}
