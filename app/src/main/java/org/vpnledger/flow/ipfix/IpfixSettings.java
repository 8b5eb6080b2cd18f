package org.vpnledger.flow.ipfix;

import java.time.Duration;

/**
 * What is sent where, and how.
 *
 * @param target the collector
 * @param domain the observation domain's id, 0 to 2^32-1: tells gateways apart that share an
 *     address
 * @param names whether records name the interface and the user
 * @param datagramBytes how long a message over UDP may be: what the path's MTU has room for
 * @param flowsPerSecond how fast they are sent over UDP; TCP waits by itself
 * @param queue how many flows may wait for a collector
 * @param longestDelay between two attempts to reach a collector
 */
public record IpfixSettings(
    IpfixTarget target,
    long domain,
    boolean names,
    int datagramBytes,
    int flowsPerSecond,
    int queue,
    Duration longestDelay) {

  /** 0 would mean that none can be told (RFC 7011, 3.1). */
  public static final long DEFAULT_DOMAIN = 1;

  /** What fits WireGuard's usual MTU with the headers of IPv6 and UDP. */
  public static final int DEFAULT_DATAGRAM = 1420 - 40 - 8;

  /** What a collector on the same machine keeps up with, see the manual. */
  public static final int DEFAULT_PACE = 20_000;

  private static final int DEFAULT_QUEUE = 65_536;

  public IpfixSettings {
    if (domain < 0 || domain > 0xffff_ffffL) {
      throw new IllegalArgumentException("a domain is a number from 0 to 4294967295");
    }
    if (datagramBytes < IpfixEncoder.LEAST_BYTES || datagramBytes > 65_507) {
      throw new IllegalArgumentException(
          "a datagram has %d to 65507 bytes".formatted(IpfixEncoder.LEAST_BYTES));
    }
    if (flowsPerSecond < 1) {
      throw new IllegalArgumentException("a rate is a number from 1 flow a second");
    }
    if (queue < 1) {
      throw new IllegalArgumentException("a queue has room for a flow at least");
    }
  }

  /** As most collectors want it. */
  public static IpfixSettings to(IpfixTarget target) {
    return new IpfixSettings(
        target,
        DEFAULT_DOMAIN,
        true,
        DEFAULT_DATAGRAM,
        DEFAULT_PACE,
        DEFAULT_QUEUE,
        Duration.ofMinutes(1));
  }

  /** How long a message may be. */
  int messageBytes() {
    return switch (target.transport()) {
      case UDP -> datagramBytes;
      case TCP -> IpfixEncoder.MOST_BYTES;
    };
  }
}
