package org.vpnledger.report;

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

/** Which public addresses each peer had. */
public final class AddressesReport {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("name", "NAME", TEXT),
          Column.of("tunnel", "TUNNEL", TEXT).leftOut(1),
          Column.of("address", "ADDRESS", TEXT),
          Column.of("first_seen", "FIRST SEEN", TIME),
          Column.of("last_seen", "LAST SEEN", TIME),
          Column.of("times", "TIMES", NUMBER),
          Column.of("sessions", "SESSIONS", NUMBER).leftOut(4),
          Column.of("seconds", "TOTAL", SECONDS).leftOut(3),
          Column.of("last_port", "LAST PORT", NUMBER).leftOut(2),
          Column.hidden("gateway", TEXT),
          Column.hidden("source", TEXT),
          Column.hidden("peer", TEXT));

  private record Key(long peer, String host) {}

  /** What a peer's stays at an address come to, as they are added in their order. */
  private static final class Use {
    private @Nullable SessionRow session;
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;
    private long times;
    private long sessions;
    private long seconds;
    private long port;

    void add(Stay stay) {
      if (!stay.session().equals(session)) {
        session = stay.session();
        sessions++;
      }
      times += stay.arrived() || times == 0 ? 1 : 0;
      seconds += stay.seconds();
      first = stay.from().isBefore(first) ? stay.from() : first;
      if (!stay.to().isBefore(last)) {
        last = stay.to();
        port = stay.endpoint().port();
      }
    }
  }

  private AddressesReport() {}

  /** A row a peer and address that it had in the time, the one seen last first. */
  public static Sheet of(
      LedgerReader reader, Directory peers, Span span, Scope scope, Instant now) {
    Presence presence = new Presence(reader, span, scope, now);
    Map<Key, Use> uses = new HashMap<>();
    presence.stays(
        presence.all(),
        stay ->
            uses.computeIfAbsent(
                    new Key(stay.session().peer(), stay.endpoint().host()), _ -> new Use())
                .add(stay));
    Places places = Places.of(reader);
    return new Sheet(
        places.columns(COLUMNS),
        uses.entrySet().stream()
            .filter(entry -> peers.has(entry.getKey().peer()))
            .sorted(
                Comparator.comparing((Map.Entry<Key, Use> entry) -> entry.getValue().last)
                    .reversed()
                    .thenComparingLong(entry -> entry.getKey().peer())
                    .thenComparing(entry -> entry.getKey().host()))
            .limit(scope.limit())
            .map(entry ->
                places.at(
                    entry.getKey().host(),
                    row(reader.gatewayName(), peers, entry.getKey(), entry.getValue())))
            .toList(),
        reader.calendar().zoneAt(now));
  }

  private static List<@Nullable Object> row(String gateway, Directory peers, Key key, Use use) {
    PeerRow peer = peers.get(key.peer());
    return Arrays.asList(
        Directory.nameOf(peer),
        peer.tunnel().interfaceName(),
        key.host(),
        use.first,
        use.last,
        use.times,
        use.sessions,
        use.seconds,
        use.port,
        gateway,
        peer.tunnel().source(),
        peer.key().text());
  }
}
