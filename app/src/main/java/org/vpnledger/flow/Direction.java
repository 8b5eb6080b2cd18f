package org.vpnledger.flow;

/** Which way a packet went through a tunnel, as the gateway sees it. */
public enum Direction {
  /** Received by the gateway: from the peer. */
  RX(1, "rx"),
  /** Sent by the gateway: to the peer. */
  TX(2, "tx"),
  /** Not known: files of packets do not say. */
  UNKNOWN(0, "");

  private final int code;
  private final String text;

  Direction(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /** A number of two bits for it. */
  public int code() {
    return code;
  }

  /** What has that number. */
  public static Direction of(int code) {
    return switch (code) {
      case 1 -> RX;
      case 2 -> TX;
      default -> UNKNOWN;
    };
  }

  /** As files and answers write it: {@code rx}, {@code tx}, or nothing. */
  public String text() {
    return text;
  }
}
