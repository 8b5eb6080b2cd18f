package org.vpnledger.audit;

import org.vpnledger.ledger.EventType;

/** How much an event matters, in the words and numbers of RFC 5424. */
enum Severity {
  /** Somebody should look. */
  WARNING(4),
  /** The ordinary course of a gateway that an audit is kept for. */
  NOTICE(5),
  /** Worth a record only. */
  INFORMATIONAL(6);

  /**
   * Security and authorization, private (authpriv): who connected from where is what such a log is
   * for, and the usual configurations let only root and administrators read it.
   */
  static final int FACILITY = 10;

  private final int number;

  Severity(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static Severity of(EventType type) {
    return switch (type) {
      case REMOVED,
          SHARED_KEY,
          HANDSHAKE_REJECTED,
          IMPOSSIBLE_TRAVEL,
          PACKETS_DROPPED,
          TUNNEL_DOWN,
          SOURCE_FAILED,
          CLOCK_STEPPED,
          GAP ->
          WARNING;
      case STARTED,
          STOPPED,
          ADDED,
          ONLINE,
          OFFLINE,
          ROAMED,
          NEW_COUNTRY,
          NEW_PROVIDER,
          TUNNEL_UP,
          SOURCE_RECOVERED ->
          NOTICE;
      case RESET, RENAMED -> INFORMATIONAL;
    };
  }
}
