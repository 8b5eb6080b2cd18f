package org.vpnledger.store.sqlite;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.vpnledger.chain.Link;
import org.vpnledger.ledger.Event;
import org.vpnledger.ledger.EventType;
import org.vpnledger.store.ChainedRow;
import org.vpnledger.store.EventQuery;
import org.vpnledger.store.EventRow;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/** Questions about events. */
final class EventQueries {
  private static final String COLUMNS =
      "SELECT e.seq, e.type, t.source, t.interface, p.key, e.name, e.happened_ns, e.noticed_ns,"
          + " e.endpoint, e.old_endpoint, e.handshake_ns, e.detail";
  private static final int COLUMN_COUNT = 12;
  private static final String TABLES =
      " FROM event e LEFT JOIN tunnel t ON t.id = e.tunnel LEFT JOIN peer p ON p.id = e.peer";
  private static final String EVENTS = COLUMNS + TABLES;
  static final String AFTER = EVENTS + " WHERE e.seq > ? ORDER BY e.seq LIMIT ?";

  private final Query query;
  private final PresenceQueries presence;

  EventQueries(Query query, PresenceQueries presence) {
    this.query = query;
    this.presence = presence;
  }

  List<EventRow> asked(EventQuery asked) {
    List<Object> parameters = new ArrayList<>();
    parameters.add(Nanos.of(asked.from()));
    parameters.add(Nanos.of(asked.to()));
    String conditions = presence.conditions(asked, parameters);
    parameters.add(Math.min(asked.limit(), LedgerReader.MOST_ROWS));
    return query.list(
        EVENTS
            + " WHERE e.noticed_ns >= ? AND e.noticed_ns < ?"
            + conditions
            + " ORDER BY e.seq DESC LIMIT ?",
        EventQueries::event,
        parameters.toArray());
  }

  List<EventRow> after(long seq, int limit) {
    return query.list(AFTER, EventQueries::event, seq, Math.min(limit, LedgerReader.MOST_ROWS));
  }

  List<ChainedRow> chainedAfter(long seq, int limit) {
    return query.list(
        COLUMNS + ", e.hash" + TABLES + " WHERE e.seq > ? ORDER BY e.seq LIMIT ?",
        EventQueries::chained,
        seq,
        Math.min(limit, LedgerReader.MOST_ROWS));
  }

  private static ChainedRow chained(Row.Reader row) throws SQLException {
    Event event = null;
    try {
      event = event(row).event();
    } catch (IllegalArgumentException e) {
      row.skipTo(COLUMN_COUNT); // somebody has changed it into what cannot happen
    }
    return new ChainedRow(row.first(), event, Link.of(row.bytes()));
  }

  long last() {
    String sql =
        "SELECT max(coalesce((SELECT max(seq) FROM event), 0),"
            + " coalesce((SELECT max(seq) FROM checkpoint), 0))";
    return query.list(sql, Row.Reader::number).getFirst();
  }

  long firstSince(Instant from) {
    String sql = "SELECT coalesce(min(seq), 0) FROM event WHERE noticed_ns >= ?";
    return query.list(sql, Row.Reader::number, Nanos.of(from)).getFirst();
  }

  long lastBefore(Instant to) {
    String sql = "SELECT coalesce(max(seq), 0) FROM event WHERE noticed_ns < ?";
    return query.list(sql, Row.Reader::number, Nanos.of(to)).getFirst();
  }

  static EventRow event(Row.Reader row) throws SQLException {
    long seq = row.number();
    EventType type = EventType.valueOf(row.text());
    String source = row.nullableText();
    String interfaceName = row.nullableText();
    String key = row.nullableText();
    return new EventRow(
        seq,
        new Event(
            type,
            source == null || interfaceName == null ? null : new TunnelId(source, interfaceName),
            key == null ? null : new PeerKey(key),
            row.nullableText(),
            row.instant(),
            row.instant(),
            row.endpoint(),
            row.endpoint(),
            row.nullableInstant(),
            row.nullableText()));
  }
}
