package org.vpnledger.page;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.PeerState;
import org.vpnledger.ledger.Session;
import org.vpnledger.report.SafeText;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.PeerRow;
import org.vpnledger.store.PlaceRow;
import org.vpnledger.vpn.Address;
import org.vpnledger.vpn.Endpoint;

/** Which addresses users had in some days, by their sessions and by what events say. */
final class Addresses {
  /** More of one user are not counted. */
  static final int MOST = 1000;

  /** More of one user are not shown. */
  private static final int SHOWN = 3;

  private static final int LONGEST = 80;

  private final Map<Long, Map<String, Instant>> byPeer = new HashMap<>();
  private final @Nullable LedgerReader reader;

  /** Looked up so far, if only to find that there is none. */
  private final Map<String, Optional<PlaceRow>> places = new HashMap<>();

  private final Instant from;

  private Addresses(@Nullable LedgerReader reader, Instant from) {
    this.reader = reader;
    this.from = from;
  }

  /**
   * Reads them. What is told are the addresses that users came to since then, and those that they
   * had last: where somebody was all the time before they went elsewhere, only what is older tells.
   *
   * @param until when who is still here was seen last
   * @param withPlaces whether places are told: they are looked up while the reader is open, for
   *     what is shown only
   */
  static Addresses read(
      LedgerReader reader, List<PeerRow> peers, Instant from, Instant until, boolean withPlaces) {
    Addresses addresses = new Addresses(withPlaces ? reader : null, from);
    reader.sights(from, sight -> addresses.add(sight.peer(), sight.endpoint(), sight.last()));
    for (PeerRow peer : peers) {
      PeerState state = peer.state();
      if (state != null) {
        addresses.add(peer.id(), state.session(), until);
        state.links().forEach(link -> addresses.add(peer.id(), link.session(), until));
      }
    }
    return addresses;
  }

  private void add(long peer, @Nullable Session last, Instant until) {
    if (last != null) {
      Instant end = last.end();
      add(peer, last.endpoint(), end == null ? until : end);
    }
  }

  private void add(long peer, @Nullable Endpoint endpoint, Instant at) {
    if (endpoint == null || at.isBefore(from)) { // its end may have been noticed only now
      return;
    }
    Map<String, Instant> ofPeer = byPeer.computeIfAbsent(peer, _ -> new HashMap<>());
    if (ofPeer.size() < MOST || ofPeer.containsKey(endpoint.host())) {
      ofPeer.merge(endpoint.host(), at, (a, b) -> a.isAfter(b) ? a : b);
    }
  }

  /** How many different ones there were. */
  int distinct() {
    Set<String> all = new HashSet<>();
    byPeer.values().forEach(ofPeer -> all.addAll(ofPeer.keySet()));
    return all.size();
  }

  /** How many a peer had. */
  int countOf(long peer) {
    return byPeer.getOrDefault(peer, Map.of()).size();
  }

  /** A peer's latest ones. */
  List<Whereabouts> of(long peer, boolean withProvider) {
    return byPeer.getOrDefault(peer, Map.of()).entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<String, Instant> entry) -> entry.getValue())
                .reversed()
                .thenComparing(Map.Entry::getKey))
        .limit(SHOWN)
        .map(entry -> whereabouts(entry.getKey(), entry.getValue(), withProvider))
        .toList();
  }

  private Whereabouts whereabouts(String host, Instant last, boolean withProvider) {
    Address address = Address.parse(host);
    PlaceRow place = address == null ? null : place(address.toString());
    String provider = place == null || !withProvider ? null : place.provider();
    return new Whereabouts(
        host, last, place == null ? null : text(place), provider == null ? null : shown(provider));
  }

  private @Nullable PlaceRow place(String address) {
    return reader == null
        ? null
        : places
            .computeIfAbsent(address, _ -> Optional.ofNullable(reader.place(address)))
            .orElse(null);
  }

  private static @Nullable String text(PlaceRow place) {
    String country = place.countryName() == null ? place.country() : place.countryName();
    Set<String> parts = new LinkedHashSet<>(); // Berlin is in Berlin
    for (String part : Arrays.asList(place.city(), place.region(), country)) {
      if (part != null && !part.isBlank()) {
        parts.add(shown(part));
      }
    }
    return parts.isEmpty() ? null : String.join(", ", parts);
  }

  private static String shown(String text) {
    return Shown.text(SafeText.plain(text), LONGEST);
  }
}
