package org.vpnledger.flow.policy;

import java.util.Locale;

/** How much is logged. The first tells most. */
public enum Level {
  /** Each packet, and flows besides, since questions are answered from those. */
  PACKETS,
  /** Who talked to whom, when, and how much: a line for each flow. */
  FLOWS,
  /** What a peer moved in all, per interval: neither addresses nor ports nor names. */
  TOTALS,
  /** Nothing. */
  NONE;

  /** Whether each packet is written to the packet log. */
  public boolean hasPackets() {
    return this == PACKETS;
  }

  /** Whether flows are written, and sent to a collector. */
  public boolean hasFlows() {
    return this == PACKETS || this == FLOWS;
  }

  /** Whether what a peer moved is written, instead of its flows. */
  public boolean hasTotals() {
    return this == TOTALS;
  }

  /** As settings write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What settings write so.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Level of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
