package org.vpnledger.report;

import static org.vpnledger.report.Column.Kind.BYTES;
import static org.vpnledger.report.Column.Kind.NUMBER;
import static org.vpnledger.report.Column.Kind.SECONDS;
import static org.vpnledger.report.Column.Kind.TEXT;
import static org.vpnledger.report.Column.Kind.TIME;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.PeerRow;
import org.vpnledger.store.SessionRow;

/** How often and how long each peer was connected. */
public final class PeerSessionsReport {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("name", "NAME", TEXT),
          Column.of("tunnel", "TUNNEL", TEXT).leftOut(1),
          Column.of("sessions", "SESSIONS", NUMBER),
          Column.of("seconds", "TOTAL", SECONDS),
          Column.of("longest_seconds", "LONGEST", SECONDS),
          Column.of("average_seconds", "AVERAGE", SECONDS).leftOut(3),
          Column.of("days_connected", "DAYS", NUMBER),
          Column.of("first_seen", "FIRST SEEN", TIME).leftOut(2),
          Column.of("last_seen", "LAST SEEN", TIME),
          Column.of("rx_bytes", "RECEIVED", BYTES).leftOut(4),
          Column.of("tx_bytes", "SENT", BYTES).leftOut(5),
          Column.hidden("gateway", TEXT),
          Column.hidden("source", TEXT),
          Column.hidden("peer", TEXT));

  private PeerSessionsReport() {}

  /**
   * A row a peer, the longest total first. Only what lies in the time counts, of sessions at its
   * edges too; if the scope names an endpoint, only what was spent there. Bytes are those of whole
   * sessions.
   */
  public static Sheet of(
      LedgerReader reader, Directory peers, Span span, Scope scope, Instant now) {
    Presence presence = new Presence(reader, span, scope, now);
    Map<Long, PeerPresence> byPeer = new HashMap<>();
    List<SessionRow> sessions = presence.all();
    if (scope.endpoint() == null) {
      for (SessionRow session : sessions) {
        Instant from = presence.span().clip(session.session().start());
        Instant to = presence.span().clip(presence.end(session));
        of(session, byPeer, reader).add(session, from, to.isBefore(from) ? from : to);
      }
    } else {
      presence.stays(
          sessions,
          stay -> of(stay.session(), byPeer, reader).add(stay.session(), stay.from(), stay.to()));
    }
    return new Sheet(
        COLUMNS,
        byPeer.entrySet().stream()
            .filter(entry -> peers.has(entry.getKey()))
            .sorted(
                Comparator.comparing(
                        (Map.Entry<Long, PeerPresence> entry) -> entry.getValue().total)
                    .reversed()
                    .thenComparing(Map.Entry::getKey))
            .limit(scope.limit())
            .map(entry -> row(reader.gatewayName(), peers.get(entry.getKey()), entry.getValue()))
            .toList(),
        reader.calendar().zoneAt(now));
  }

  private static PeerPresence of(
      SessionRow session, Map<Long, PeerPresence> byPeer, LedgerReader reader) {
    return byPeer.computeIfAbsent(session.peer(), _ -> new PeerPresence(reader.calendar()));
  }

  private static List<@Nullable Object> row(String gateway, PeerRow peer, PeerPresence presence) {
    return Arrays.asList(
        Directory.nameOf(peer),
        peer.tunnel().interfaceName(),
        (long) presence.sessions,
        presence.total.toSeconds(),
        presence.longest.toSeconds(),
        presence.average().toSeconds(),
        (long) presence.days(),
        presence.first,
        presence.last,
        presence.rxBytes,
        presence.txBytes,
        gateway,
        peer.tunnel().source(),
        peer.key().text());
  }
}
