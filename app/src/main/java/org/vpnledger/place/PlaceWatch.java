package org.vpnledger.place;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Event;
import org.vpnledger.ledger.EventType;
import org.vpnledger.store.EventRow;
import org.vpnledger.store.KeptPlace;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.PeerPlaces;
import org.vpnledger.store.PlaceBook;
import org.vpnledger.vpn.Address;
import org.vpnledger.vpn.Endpoint;

/**
 * Looks up addresses as events show them, and notes where peers have been. Whatever is older than
 * the daemon's first look at places is looked up too, but nothing of it is news. Used by one
 * thread.
 */
public final class PlaceWatch implements AutoCloseable {
  private static final int MOST_EVENTS = 500;
  private static final int MOST_RENEWED = 500;
  private static final int MOST_OF_PEERS = 100_000;
  private static final int MOST_OF_STRANGERS = 10_000;
  private static final int MOST_COUNTRIES = 20_000;
  private static final Duration DATABASES_EVERY = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Locator locator;
  private final Movements movements;
  private final Map<String, String> countries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST_COUNTRIES;
        }
      };
  private volatile Map<String, String> shown = Map.of();
  private @Nullable Instant looked;
  private Duration pause = Duration.ZERO;

  /** By these rules; opens nothing yet. */
  public PlaceWatch(PlaceRules rules, InstantSource clock) {
    this.clock = clock;
    this.locator = new Locator(rules);
    this.movements = new Movements(rules.fastestKmh(), rules.onlineFor());
  }

  /** Countries of addresses that peers had lately, by address; asked by any thread. */
  public Map<String, String> countries() {
    return shown;
  }

  /** Opens databases that are new or were replaced. Called before each round of steps. */
  public void begin(PlaceBook book) {
    Instant now = clock.instant();
    if (looked == null) {
      locator.begin(book, now);
      Map<String, String> latest = book.latestCountries(MOST_COUNTRIES);
      List.copyOf(latest.entrySet())
          .reversed()
          .forEach(entry -> countries.put(entry.getKey(), entry.getValue()));
      shown = Map.copyOf(countries);
    } else if (Duration.between(looked, now).abs().compareTo(DATABASES_EVERY) < 0) {
      return;
    } else {
      locator.lookForDatabases(book, now);
    }
    looked = now;
  }

  /** How soon there may be something to do although no event comes. */
  public Duration rest() {
    return pause.isPositive() && pause.compareTo(DATABASES_EVERY) < 0 ? pause : DATABASES_EVERY;
  }

  /** What one step gathers. */
  private final class Gathering {
    final PlaceBook book;
    final Instant now = clock.instant();
    final Map<String, KeptPlace> places = new LinkedHashMap<>();
    final Map<PlaceBook.Who, PeerPlaces> peers = new HashMap<>();
    final List<Event> findings = new ArrayList<>();

    Gathering(PlaceBook book) {
      this.book = book;
    }

    PeerPlaces of(PlaceBook.Who who) {
      PeerPlaces known = peers.get(who);
      return known == null ? book.of(who) : known;
    }

    /** Looks it up; the pause says when to ask again, zero if all is said. */
    Locator.Located locate(Address address, Instant seen, boolean stranger, Locator.Whose whose)
        throws InterruptedException {
      String text = address.toString();
      KeptPlace known = places.get(text);
      known = known == null ? book.place(text) : known;
      Locator.Located located = locator.locate(address, known, seen, stranger, whose, now);
      KeptPlace place = located.place();
      if (place != null) {
        places.put(text, place);
        if (place.row().country() != null && !place.stranger()) {
          countries.put(text, place.row().country());
        }
      }
      return located;
    }

    void save(long seen) {
      book.save(new PlaceBook.Step(seen, List.copyOf(places.values()), peers, findings));
      if (!places.isEmpty()) {
        book.trim(MOST_OF_PEERS, MOST_OF_STRANGERS);
        shown = Map.copyOf(countries);
      }
    }
  }

  /**
   * Looks at the next events.
   *
   * @return whether there are more to look at now
   */
  public boolean step(LedgerReader reader, PlaceBook book) throws InterruptedException {
    PlaceBook.Progress progress = book.begin();
    List<EventRow> events = reader.eventsAfter(progress.seen(), MOST_EVENTS);
    Gathering gathering = new Gathering(book);
    long seen = progress.seen();
    pause = Duration.ZERO;
    for (EventRow row : events) {
      pause = look(row.event(), row.seq() <= progress.history(), gathering);
      if (pause.isPositive()) {
        break; // the service may be asked again soon: this event's place is worth the wait
      }
      seen = row.seq();
    }
    if (seen > progress.seen()) {
      gathering.save(seen);
    }
    return events.size() == MOST_EVENTS && !pause.isPositive();
  }

  private Duration look(Event event, boolean old, Gathering gathering) throws InterruptedException {
    Endpoint endpoint = event.endpoint();
    Address address = endpoint == null ? null : Address.parse(endpoint.host());
    return switch (event.type()) {
      case ONLINE, ROAMED, SHARED_KEY -> arrived(event, endpoint, address, old, gathering);
      case OFFLINE, REMOVED -> left(event, gathering);
      case ADDED, HANDSHAKE_REJECTED -> {
        if (address != null) {
          boolean stranger = event.type() == EventType.HANDSHAKE_REJECTED;
          Locator.Located _ =
              gathering.locate(address, event.noticedAt(), stranger, Locator.Whose.UNASKED);
        }
        yield Duration.ZERO;
      }
      case STARTED,
          STOPPED,
          RESET,
          RENAMED,
          TUNNEL_UP,
          TUNNEL_DOWN,
          SOURCE_FAILED,
          SOURCE_RECOVERED,
          CLOCK_STEPPED,
          GAP,
          NEW_COUNTRY,
          NEW_PROVIDER,
          IMPOSSIBLE_TRAVEL,
          PACKETS_DROPPED ->
          Duration.ZERO;
    };
  }

  private Duration arrived(
      Event event,
      @Nullable Endpoint endpoint,
      @Nullable Address address,
      boolean old,
      Gathering gathering)
      throws InterruptedException {
    if (endpoint == null || address == null || event.tunnel() == null || event.peer() == null) {
      return Duration.ZERO; // an address of this link alone has a zone, and no place
    }
    Locator.Located located =
        gathering.locate(
            address, event.noticedAt(), false, old ? Locator.Whose.UNASKED : Locator.Whose.PEER);
    if (located.pause().isPositive()) {
      return located.pause();
    }
    PlaceBook.Who who = new PlaceBook.Who(event.tunnel(), event.peer());
    Movements.Outcome outcome =
        movements.arrived(
            gathering.of(who),
            event,
            endpoint,
            located.place() == null ? null : located.place().row());
    gathering.peers.put(who, outcome.places());
    if (!old) {
      gathering.findings.addAll(outcome.findings());
    }
    return Duration.ZERO;
  }

  private static Duration left(Event event, Gathering gathering) {
    if (event.tunnel() != null && event.peer() != null) {
      PlaceBook.Who who = new PlaceBook.Who(event.tunnel(), event.peer());
      PeerPlaces before = gathering.of(who);
      PeerPlaces after = Movements.left(before, event);
      if (!after.equals(before)) {
        gathering.peers.put(who, after);
      }
    }
    return Duration.ZERO;
  }

  /**
   * Looks some places up anew: those of databases that were replaced, those that are old, and those
   * that the service was not asked for yet.
   *
   * @return whether there are more to do now
   */
  public boolean renew(PlaceBook book) throws InterruptedException {
    PlaceBook.Progress progress = book.begin();
    Gathering gathering = new Gathering(book);
    List<KeptPlace> outdated = book.outdated(locator.outdatedBefore(gathering.now), MOST_RENEWED);
    for (KeptPlace place : outdated) {
      renew(place, Locator.Whose.UNASKED, gathering);
    }
    List<KeptPlace> unasked =
        locator.hasService() && !locator.pause(gathering.now).isPositive()
            ? book.unasked(locator.askedBefore(gathering.now), 1)
            : List.of();
    for (KeptPlace place : unasked) {
      renew(place, Locator.Whose.PEER, gathering);
    }
    if (!gathering.places.isEmpty()) {
      gathering.save(progress.seen());
    }
    if (locator.hasService() && !unasked.isEmpty()) {
      pause = locator.pause(clock.instant());
    }
    return outdated.size() == MOST_RENEWED || (!unasked.isEmpty() && !pause.isPositive());
  }

  private static void renew(KeptPlace place, Locator.Whose whose, Gathering gathering)
      throws InterruptedException {
    Address address = Address.parse(place.row().address());
    KeptPlace renewed =
        address == null
            ? null
            : gathering.locate(address, place.seenAt(), place.stranger(), whose).place();
    boolean settled = whose == Locator.Whose.UNASKED || address == null || !Locator.mayAsk(address);
    if (settled && renewed == null) {
      gathering.places.put(place.row().address(), Locator.unknown(place, gathering.now));
    } else if (settled && whose == Locator.Whose.PEER && renewed != null) {
      gathering.places.put(place.row().address(), Locator.asked(renewed, gathering.now));
    }
  }

  @Override
  public void close() {
    locator.close();
  }
}
