package org.vpnledger.place;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Event;
import org.vpnledger.ledger.EventType;
import org.vpnledger.store.PeerPlaces;
import org.vpnledger.store.PeerPlaces.Sighting;
import org.vpnledger.store.PlaceRow;
import org.vpnledger.vpn.Endpoint;

/**
 * What follows from where a peer appears, given where it has been. A pure function of both.
 *
 * <p>Databases err, and providers' addresses move: a way that is shorter than {@link #LEAST_KM}
 * tells nothing, and neither does one between two addresses of the same provider.
 */
final class Movements {
  /** Databases take a caller for one of the next big city; often enough for one of the capital. */
  static final int LEAST_KM = 500;

  /** Two devices with one key would tell it with each move. */
  static final Duration QUIET = Duration.ofHours(1);

  private static final int MOST_ORIGINS = 300;

  private final int fastestKmh;
  private final Duration onlineFor;

  /**
   * By these rules.
   *
   * @param fastestKmh what a person can travel at, kilometres an hour
   * @param onlineFor how long a peer without activity counts as online: so long ago a peer that is
   *     online may have been where it was
   */
  Movements(int fastestKmh, Duration onlineFor) {
    this.fastestKmh = fastestKmh;
    this.onlineFor = onlineFor;
  }

  /** Where the peer has been now, and what that tells. */
  record Outcome(PeerPlaces places, List<Event> findings) {}

  /** The peer is at the event's endpoint, whose place is this, absent if not known. */
  Outcome arrived(PeerPlaces before, Event event, Endpoint endpoint, @Nullable PlaceRow place) {
    Sighting last = before.last();
    if (place == null || Facts.of(place).isEmpty()) {
      return new Outcome(
          last == null ? before : before.at(last.until(Instant.MIN, false)), List.of());
    }
    List<Event> findings = new ArrayList<>();
    String country = place.country();
    if (country != null && isNews(before.countries(), country, endpoint, last, Sighting::country)) {
      findings.add(
          finding(
              EventType.NEW_COUNTRY, event, last, "first time in " + nameOf(place) + from(last)));
    }
    String provider = place.provider() == null ? null : key(place.provider());
    if (provider != null
        && isNews(before.providers(), provider, endpoint, last, Sighting::provider)) {
      String was = last == null || last.provider() == null ? "" : "; last by " + last.provider();
      findings.add(
          finding(EventType.NEW_PROVIDER, event, last, "first time by " + place.provider() + was));
    }
    String journey = last == null ? null : impossible(last, event.happenedAt(), place);
    if (journey != null) {
      findings.add(finding(EventType.IMPOSSIBLE_TRAVEL, event, last, journey));
    }
    Instant told = journey != null ? event.happenedAt() : last == null ? null : last.told();
    return new Outcome(
        new PeerPlaces(
            with(before.countries(), country, event.noticedAt()),
            with(before.providers(), provider, event.noticedAt()),
            sighting(endpoint, event.happenedAt(), place, told)),
        findings);
  }

  /** The peer is not online any more. */
  static PeerPlaces left(PeerPlaces before, Event event) {
    Sighting last = before.last();
    return last == null || !last.online()
        ? before
        : before.at(last.until(event.happenedAt(), false));
  }

  private interface Known {
    @Nullable String of(Sighting sighting);
  }

  /**
   * The first one ever is none, and neither is that a database calls the same address otherwise.
   */
  private static boolean isNews(
      Map<String, Instant> known,
      String origin,
      Endpoint endpoint,
      @Nullable Sighting last,
      Known what) {
    boolean moved =
        last == null || what.of(last) == null || !last.endpoint().host().equals(endpoint.host());
    return moved && !known.isEmpty() && !known.containsKey(origin);
  }

  private static Event finding(
      EventType type, Event event, @Nullable Sighting last, String detail) {
    return new Event(
        type,
        event.tunnel(),
        event.peer(),
        event.name(),
        event.happenedAt(),
        event.noticedAt(),
        event.endpoint(),
        last == null ? null : last.endpoint(),
        null,
        detail);
  }

  /** A journey that nobody makes, in words; absent if it may have been made. */
  private @Nullable String impossible(Sighting last, Instant at, PlaceRow place) {
    Position there = Position.of(last);
    Position here = Position.of(place);
    boolean sameProvider =
        last.provider() != null
            && place.provider() != null
            && key(last.provider()).equals(key(place.provider()));
    Instant left = last.online() ? later(last.until(), at.minus(onlineFor)) : last.until();
    Duration took = Duration.between(left, at);
    boolean quiet =
        last.told() != null && Duration.between(last.told(), at).abs().compareTo(QUIET) < 0;
    if (there == null || here == null || sameProvider || quiet || took.isNegative()) {
      return null; // negative: the clock was put back, so nobody knows
    }
    double km = there.leastKmTo(here);
    double hours = took.toMillis() / 3_600_000.0;
    return km < LEAST_KM || km <= fastestKmh * hours
        ? null
        : "%s to %s: at least %d km in %s"
            .formatted(last.place(), place.summary(), (long) km, text(took));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static String text(Duration took) {
    if (took.toHours() > 0) {
      return "%d h %d min".formatted(took.toHours(), took.toMinutesPart());
    }
    return took.toMinutes() > 0 ? took.toMinutes() + " min" : took.toSeconds() + " s";
  }

  private static Sighting sighting(
      Endpoint endpoint, Instant at, PlaceRow place, @Nullable Instant told) {
    return new Sighting(
        endpoint,
        at,
        true,
        place.summary(),
        place.country(),
        place.provider(),
        place.latitude(),
        place.longitude(),
        place.radiusKm(),
        told);
  }

  private static Map<String, Instant> with(
      Map<String, Instant> known, @Nullable String origin, Instant seen) {
    if (origin == null) {
      return known;
    }
    Map<String, Instant> more = new HashMap<>(known);
    more.put(origin, seen);
    if (more.size() > MOST_ORIGINS) {
      more.entrySet().stream()
          .min(Comparator.comparing(Map.Entry<String, Instant>::getValue))
          .map(Map.Entry::getKey)
          .ifPresent(more::remove);
    }
    return more;
  }

  /** Providers are renamed, their numbers stay. */
  private static String key(String provider) {
    int space = provider.indexOf(' ');
    return provider.startsWith("AS") && space > 0 ? provider.substring(0, space) : provider;
  }

  private static String nameOf(PlaceRow place) {
    String name =
        place.countryName() == null ? String.valueOf(place.country()) : place.countryName();
    return name.equals(place.summary()) ? name : name + " (" + place.summary() + ")";
  }

  private static String from(@Nullable Sighting last) {
    return last == null || last.place().isEmpty() ? "" : "; last in " + last.place();
  }
}
