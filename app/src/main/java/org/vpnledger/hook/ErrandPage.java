package org.vpnledger.hook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Event;
import org.vpnledger.ledger.EventType;
import org.vpnledger.ledger.Session;
import org.vpnledger.store.Deliveries;
import org.vpnledger.store.Deliveries.Delivery;
import org.vpnledger.store.EventRow;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.PlaceRow;
import org.vpnledger.vpn.Address;
import org.vpnledger.vpn.Endpoint;

/**
 * The next events as errands, with what scripts are told of them.
 *
 * @param errands those that are to be run and are not settled yet, in order
 * @param last the number of the last event that was looked at
 */
record ErrandPage(List<Due> errands, long last) {
  private static final int MOST_EVENTS = 500;

  /**
   * An errand and when it may be run.
   *
   * @param pause until its next attempt, zero or less for at once
   */
  record Due(Errand errand, Duration pause) {}

  ErrandPage {
    errands = List.copyOf(errands);
  }

  /** Those after the event with that number; absent if there is none. */
  static @Nullable ErrandPage after(
      long seq, Set<EventType> wanted, LedgerReader reader, Deliveries deliveries) {
    List<EventRow> events = reader.eventsAfter(seq, MOST_EVENTS);
    if (events.isEmpty()) {
      return null;
    }
    long last = events.getLast().seq();
    Map<Long, Delivery> known =
        deliveries.between(seq, last).stream()
            .collect(Collectors.toMap(Delivery::seq, delivery -> delivery));
    List<Due> errands = new ArrayList<>();
    for (EventRow row : events) {
      Delivery delivery = known.get(row.seq());
      boolean settled = delivery != null && delivery.settled();
      if (wanted.contains(row.event().type()) && !settled) {
        int attempts = delivery == null ? 0 : delivery.attempts();
        Errand errand = Errand.of(row, facts(reader, row.event()), attempts);
        errands.add(new Due(errand, pause(delivery)));
      }
    }
    return new ErrandPage(errands, last);
  }

  private static PeerVariables.Facts facts(LedgerReader reader, Event event) {
    List<String> networks = List.of();
    Session session = null;
    if (event.tunnel() != null && event.peer() != null) {
      networks = reader.networksAt(event.tunnel(), event.peer(), event.noticedAt());
      session = reader.sessionAt(event.tunnel(), event.peer(), event.noticedAt());
    }
    return new PeerVariables.Facts(
        reader.gatewayName(), networks, session, country(reader, event.endpoint()));
  }

  private static @Nullable String country(LedgerReader reader, @Nullable Endpoint endpoint) {
    Address address = endpoint == null ? null : Address.parse(endpoint.host());
    PlaceRow place = address == null ? null : reader.place(address.toString());
    return place == null ? null : place.country();
  }

  private static Duration pause(@Nullable Delivery delivery) {
    Instant notBefore = delivery == null ? null : delivery.notBefore();
    return notBefore == null ? Duration.ZERO : Duration.between(Instant.now(), notBefore);
  }
}
