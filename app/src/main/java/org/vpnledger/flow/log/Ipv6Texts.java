package org.vpnledger.flow.log;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.vpnledger.flow.AddressText;

/**
 * Texts of IPv6 addresses, RFC 5952, the last of them remembered: they cost more than the rest of a
 * line, and the same few come again and again.
 */
final class Ipv6Texts {
  private static final int PLACES = 1024;

  private final long[] highs = new long[PLACES];
  private final long[] lows = new long[PLACES];
  private final byte[] @Nullable [] texts = new byte[PLACES][];

  byte[] text(long high, long low) {
    long hash = (high ^ Long.rotateLeft(low, 29)) * 0x9e3779b97f4a7c15L;
    int place = (int) (hash >>> 54);
    byte[] text = texts[place];
    if (text == null || highs[place] != high || lows[place] != low) {
      text = AddressText.ipv6(high, low).getBytes(StandardCharsets.US_ASCII);
      texts[place] = text;
      highs[place] = high;
      lows[place] = low;
    }
    return text;
  }
}
