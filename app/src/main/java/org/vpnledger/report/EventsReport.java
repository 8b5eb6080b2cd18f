package org.vpnledger.report;

import static org.vpnledger.report.Column.Kind.NUMBER;
import static org.vpnledger.report.Column.Kind.TEXT;
import static org.vpnledger.report.Column.Kind.TIME;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Event;
import org.vpnledger.ledger.EventType;
import org.vpnledger.store.EventQuery;
import org.vpnledger.store.EventRow;
import org.vpnledger.store.LedgerReader;

/** What happened. */
public final class EventsReport {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("noticed_at", "NOTICED", TIME),
          Column.of("type", "EVENT", TEXT),
          Column.of("tunnel", "TUNNEL", TEXT).leftOut(2),
          Column.of("name", "NAME", TEXT),
          Column.of("endpoint", "FROM", TEXT),
          Column.of("old_endpoint", "BEFORE", TEXT),
          Column.of("happened_at", "HAPPENED", TIME).leftOut(1),
          Column.of("detail", "DETAIL", TEXT),
          Column.hidden("seq", NUMBER),
          Column.hidden("gateway", TEXT),
          Column.hidden("source", TEXT),
          Column.hidden("peer", TEXT),
          Column.hidden("last_handshake", TIME));

  private EventsReport() {}

  /**
   * The last events noticed in the time, oldest first; names are those of their time.
   *
   * @param types absent for all
   */
  public static Sheet of(
      LedgerReader reader, Span span, Scope scope, @Nullable Set<EventType> types, Instant now) {
    EventQuery asked =
        new EventQuery(
            span.from(),
            span.to(),
            scope.clients(), // all that a tunnel tells, not only what concerns its peers
            scope.tunnels(),
            types,
            scope.endpoint(),
            scope.limit());
    Places places = Places.of(reader);
    return new Sheet(
        places.columns(COLUMNS),
        reader.events(asked).reversed().stream()
            .map(row -> places.at(row.event().endpoint(), row(reader.gatewayName(), row)))
            .toList(),
        reader.calendar().zoneAt(now));
  }

  private static List<@Nullable Object> row(String gateway, EventRow row) {
    Event event = row.event();
    String name = event.name();
    if (name == null && event.peer() != null) {
      name = event.peer().abbreviated();
    }
    return Arrays.asList(
        event.noticedAt(),
        event.type().name(),
        event.tunnel() == null ? null : event.tunnel().interfaceName(),
        name,
        event.endpoint() == null ? null : event.endpoint().toString(),
        event.oldEndpoint() == null ? null : event.oldEndpoint().toString(),
        event.happenedAt(),
        event.detail(),
        row.seq(),
        gateway,
        event.tunnel() == null ? null : event.tunnel().source(),
        event.peer() == null ? null : event.peer().text(),
        event.handshake());
  }
}
