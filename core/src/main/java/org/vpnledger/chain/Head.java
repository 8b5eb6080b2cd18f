package org.vpnledger.chain;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How far a gateway's chain had come.
 *
 * @param gatewayId the gateway's UUID
 * @param gatewayName its name then
 * @param seq the last event's number, 0 before the first
 * @param link that event's hash, which stands for all events up to it
 * @param at when this was stated
 */
public record Head(String gatewayId, String gatewayName, long seq, Link link, Instant at) {
  public Head {
    at = at.truncatedTo(ChronoUnit.SECONDS);
    if (isSeveralLines(gatewayId) || isSeveralLines(gatewayName) || seq < 0) {
      throw new IllegalArgumentException("a head's gateway is on one line, its number from 0");
    }
  }

  private static boolean isSeveralLines(String text) {
    return text.chars().anyMatch(c -> c < ' ');
  }
}
