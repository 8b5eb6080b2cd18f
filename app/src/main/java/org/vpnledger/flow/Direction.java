package org.vpnledger.flow;

/** Which way a packet went through a tunnel, as the gateway sees it. */
public enum Direction {
  /** Received by the gateway: from the peer. */
  RX("rx"),
  /** Sent by the gateway: to the peer. */
  TX("tx"),
  /** Not known: files of packets do not say. */
  UNKNOWN("");

  private final String text;

  Direction(String text) {
    this.text = text;
  }

  /** As files and answers write it: {@code rx}, {@code tx}, or nothing. */
  public String text() {
    return text;
  }
}
