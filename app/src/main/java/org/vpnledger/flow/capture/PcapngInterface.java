package org.vpnledger.flow.capture;

import java.math.BigInteger;

/**
 * An interface of a pcapng file.
 *
 * @param link what its packets begin with
 * @param longest packet that was kept whole, 0 for no limit
 * @param resolution of its times: a power of 10, or with the highest bit set of 2, of a fraction of
 *     a second
 * @param offsetSeconds to add to its times
 */
record PcapngInterface(LinkType link, int longest, int resolution, long offsetSeconds) {
  static final int MICROSECONDS = 6;
  private static final int NANOSECONDS = 9;
  private static final long SECOND = 1_000_000_000L;
  private static final int POWER_OF_TWO = 0x80;

  /** A time of its packets in ns since 1970. */
  long nanos(long time) {
    long fraction =
        switch (resolution) {
          case MICROSECONDS -> time * 1000;
          case NANOSECONDS -> time;
          default -> slowly(time);
        };
    return fraction + offsetSeconds * SECOND;
  }

  private long slowly(long time) {
    int power = resolution & 0x7f;
    BigInteger unit =
        (resolution & POWER_OF_TWO) == 0 ? BigInteger.TEN.pow(power) : BigInteger.TWO.pow(power);
    return new BigInteger(Long.toUnsignedString(time))
        .multiply(BigInteger.valueOf(SECOND))
        .divide(unit)
        .longValue();
  }
}
