package org.vpnledger.report;

import static org.vpnledger.report.Column.Kind.BYTES;
import static org.vpnledger.report.Column.Kind.SECONDS;
import static org.vpnledger.report.Column.Kind.TEXT;
import static org.vpnledger.report.Column.Kind.TIME;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Session;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.PeerRow;
import org.vpnledger.store.SessionRow;

/** Who was connected from when to when. */
public final class SessionsReport {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("name", "NAME", TEXT),
          Column.of("tunnel", "TUNNEL", TEXT).leftOut(1),
          Column.of("session_start", "START", TIME),
          Column.of("session_end", "END", TIME).leftOut(2),
          Column.of("seconds", "LASTED", SECONDS),
          Column.of("endpoint", "FROM", TEXT),
          Column.of("rx_bytes", "RECEIVED", BYTES),
          Column.of("tx_bytes", "SENT", BYTES),
          Column.hidden("gateway", TEXT),
          Column.hidden("source", TEXT),
          Column.hidden("peer", TEXT),
          Column.hidden("session_start_noticed", TIME),
          Column.hidden("session_end_noticed", TIME));

  private SessionsReport() {}

  /**
   * Sessions that were going on at some moment of the time, latest first; an open one has no end
   * and lasts until {@code now}.
   */
  public static Sheet of(
      LedgerReader reader,
      Directory peers,
      Span span,
      @Nullable Set<Long> whose,
      int limit,
      Instant now) {
    return new Sheet(
        COLUMNS,
        reader.sessions(span.from(), span.to(), whose, limit).stream()
            .filter(session -> peers.has(session.peer()))
            .map(session -> row(reader.gatewayName(), peers.get(session.peer()), session, now))
            .toList(),
        reader.calendar().zoneAt(now));
  }

  private static List<@Nullable Object> row(
      String gateway, PeerRow peer, SessionRow row, Instant now) {
    Session session = row.session();
    Instant end = session.end() == null ? now : session.end();
    return Arrays.asList(
        Directory.nameOf(peer),
        peer.tunnel().interfaceName(),
        session.start(),
        session.end(),
        Math.max(0, Duration.between(session.start(), end).toSeconds()),
        session.endpoint() == null ? null : session.endpoint().toString(),
        session.moved().rxBytes(),
        session.moved().txBytes(),
        gateway,
        peer.tunnel().source(),
        peer.key().text(),
        session.startNoticed(),
        session.endNoticed());
  }
}
