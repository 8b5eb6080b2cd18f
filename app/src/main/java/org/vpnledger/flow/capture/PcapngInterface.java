package org.vpnledger.flow.capture;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * An interface of a pcapng file.
 *
 * @param linkType what its packets begin with, by number
 * @param link the same, absent if they cannot be read
 * @param longest packet that was kept whole, 0 for no limit
 * @param resolution of its times: a power of 10, or with the highest bit set of 2, of a fraction of
 *     a second
 * @param offsetSeconds to add to its times
 */
record PcapngInterface(
    int linkType, @Nullable LinkType link, int longest, int resolution, long offsetSeconds) {
  static final int MICROSECONDS = 6;
  private static final int NANOSECONDS = 9;
  private static final long SECOND = 1_000_000_000L;
  private static final int POWER_OF_TWO = 0x80;
  private static final BigInteger LAST = BigInteger.valueOf(Long.MAX_VALUE);

  /** A time of its packets in ns since 1970; 0 for one before, the last for one after 2262. */
  long nanos(long time) {
    if (offsetSeconds == 0 && time >= 0) {
      if (resolution == NANOSECONDS) {
        return time;
      }
      if (resolution == MICROSECONDS && time <= Long.MAX_VALUE / 1000) {
        return time * 1000;
      }
    }
    int power = resolution & 0x7f;
    BigInteger unit =
        (resolution & POWER_OF_TWO) == 0 ? BigInteger.TEN.pow(power) : BigInteger.TWO.pow(power);
    BigInteger second = BigInteger.valueOf(SECOND);
    return new BigInteger(Long.toUnsignedString(time))
        .multiply(second)
        .divide(unit)
        .add(BigInteger.valueOf(offsetSeconds).multiply(second))
        .max(BigInteger.ZERO)
        .min(LAST)
        .longValue();
  }
}
