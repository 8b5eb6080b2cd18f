package org.vpnledger.report;

import static org.vpnledger.report.Column.Kind.BYTES;
import static org.vpnledger.report.Column.Kind.SECONDS;
import static org.vpnledger.report.Column.Kind.TEXT;
import static org.vpnledger.report.Column.Kind.TIME;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Session;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.PeerRow;
import org.vpnledger.store.SessionRow;
import org.vpnledger.vpn.Endpoint;

/** Who was connected from when to when. */
public final class SessionsReport {
  private static final List<Column> WHEN =
      List.of(
          Column.of("name", "NAME", TEXT),
          Column.of("tunnel", "TUNNEL", TEXT).leftOut(1),
          Column.of("session_start", "START", TIME),
          Column.of("session_end", "END", TIME).leftOut(2),
          Column.of("seconds", "LASTED", SECONDS));
  private static final List<Column> LATEST = List.of(Column.of("endpoint", "FROM", TEXT));
  private static final List<Column> THERE =
      List.of(
          Column.of("endpoint_then", "THEN AT", TEXT),
          Column.of("there_from", "ARRIVED", TIME).leftOut(5),
          Column.of("there_until", "LEFT", TIME).leftOut(6),
          Column.hidden("endpoint", TEXT));
  private static final List<Column> REST =
      List.of(
          Column.of("rx_bytes", "RECEIVED", BYTES).leftOut(3),
          Column.of("tx_bytes", "SENT", BYTES).leftOut(4),
          Column.hidden("gateway", TEXT),
          Column.hidden("source", TEXT),
          Column.hidden("peer", TEXT),
          Column.hidden("name_then", TEXT),
          Column.hidden("session_start_noticed", TIME),
          Column.hidden("session_end_noticed", TIME));

  private final LedgerReader reader;
  private final Directory peers;
  private final Instant now;
  private final Places places;

  /** An open session has no end and lasts until {@code now}. */
  public SessionsReport(LedgerReader reader, Directory peers, Instant now) {
    this.reader = reader;
    this.peers = peers;
    this.now = now;
    this.places = Places.of(reader);
  }

  /**
   * Sessions that were going on at some moment of the time, latest first. If the scope names an
   * endpoint, those of which a part of that time was spent there.
   *
   * @param located whether to say where the peer was in that time, not just where it was last
   */
  public Sheet of(Span span, Scope scope, boolean located) {
    Presence presence = new Presence(reader, span, scope, now);
    FormerNames names = FormerNames.of(reader);
    List<SessionRow> sessions = scope.endpoint() == null ? presence.latest() : presence.all();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    if (located || scope.endpoint() != null) {
      Map<SessionRow, Stay> there = new HashMap<>();
      presence.stays(
          sessions, stay -> there.merge(stay.session(), stay, SessionsReport::fromFirstToLast));
      sessions.stream()
          .filter(session -> scope.endpoint() == null || there.containsKey(session))
          .filter(session -> peers.has(session.peer()))
          .limit(scope.limit())
          .forEach(session ->
              rows.add(
                  places.at(
                      endpoint(session, there.get(session)),
                      row(presence, names, session, there(session, there.get(session))))));
      return sheet(WHEN, THERE, rows);
    }
    sessions.stream()
        .filter(session -> peers.has(session.peer()))
        .forEach(session ->
            rows.add(
                places.at(
                    session.session().endpoint(), row(presence, names, session, latest(session)))));
    return sheet(WHEN, LATEST, rows);
  }

  private static Stay fromFirstToLast(Stay first, Stay last) {
    return new Stay(
        last.session(),
        last.endpoint(),
        first.from(),
        last.to(),
        first.arrived() || last.arrived());
  }

  private Sheet sheet(List<Column> when, List<Column> where, List<List<@Nullable Object>> rows) {
    return new Sheet(
        places.columns(Stream.of(when, where, REST).flatMap(List::stream).toList()),
        rows,
        reader.calendar().zoneAt(now));
  }

  private static List<@Nullable Object> latest(SessionRow row) {
    return Arrays.asList(text(row.session().endpoint()));
  }

  private static List<@Nullable Object> there(SessionRow row, @Nullable Stay stay) {
    return stay == null
        ? Arrays.asList(null, null, null, text(row.session().endpoint()))
        : Arrays.asList(
            text(stay.endpoint()), stay.from(), stay.to(), text(row.session().endpoint()));
  }

  private static @Nullable Endpoint endpoint(SessionRow row, @Nullable Stay stay) {
    return stay == null ? row.session().endpoint() : stay.endpoint();
  }

  private static @Nullable String text(@Nullable Endpoint endpoint) {
    return endpoint == null ? null : endpoint.toString();
  }

  private List<@Nullable Object> row(
      Presence presence, FormerNames names, SessionRow row, List<@Nullable Object> where) {
    Session session = row.session();
    PeerRow peer = peers.get(row.peer());
    List<@Nullable Object> values = new ArrayList<>();
    values.add(Directory.nameOf(peer));
    values.add(peer.tunnel().interfaceName());
    values.add(session.start());
    values.add(session.end());
    values.add(Math.max(0, Duration.between(session.start(), presence.end(row)).toSeconds()));
    values.addAll(where);
    values.add(row.measured() ? Long.valueOf(session.moved().rxBytes()) : null);
    values.add(row.measured() ? Long.valueOf(session.moved().txBytes()) : null);
    values.add(reader.gatewayName());
    values.add(peer.tunnel().source());
    values.add(peer.key().text());
    values.add(names.at(row.peer(), session.start()));
    values.add(session.startNoticed());
    values.add(session.endNoticed());
    return values;
  }
}
