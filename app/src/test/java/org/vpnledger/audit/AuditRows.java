package org.vpnledger.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Event;
import org.vpnledger.ledger.EventType;
import org.vpnledger.store.EventRow;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/** Events to be formatted. */
final class AuditRows {
  static final Instant HAPPENED = Instant.parse("2026-03-02T10:14:58Z");
  static final Instant NOTICED = Instant.parse("2026-03-02T10:15:07.123456789Z");
  static final String KEY = "AbC1dEf2GhI3jKl4MnO5pQr6StU7vWx8YzA9bCd0E4x=";

  private AuditRows() {}

  /** A peer of that name that roamed, with all that an event may have. */
  static EventRow roamed(@Nullable String name, @Nullable String detail) {
    return new EventRow(
        7,
        new Event(
            EventType.ROAMED,
            new TunnelId("kernel", "wg0"),
            new PeerKey(KEY),
            name,
            HAPPENED,
            NOTICED,
            new Endpoint("2001:db8::2", 4444),
            new Endpoint("192.0.2.2", 51820),
            HAPPENED,
            detail));
  }

  /** One of the whole gateway, which has nothing that it may lack. */
  static EventRow bare(EventType type) {
    return new EventRow(
        1, new Event(type, null, null, null, HAPPENED, NOTICED, null, null, null, null));
  }

  /** Everything from outside as long and as odd as it may be. */
  static EventRow hostile(String text) {
    String many = text.repeat(5_000 / text.length() + 1);
    return new EventRow(
        Long.MAX_VALUE,
        new Event(
            EventType.HANDSHAKE_REJECTED,
            new TunnelId(many, many.substring(0, 15)),
            new PeerKey(many.substring(0, PeerKey.MAX_LENGTH)),
            many,
            HAPPENED,
            NOTICED,
            new Endpoint("f".repeat(64), 65535),
            new Endpoint("f".repeat(64), 65535),
            HAPPENED,
            many));
  }
}
