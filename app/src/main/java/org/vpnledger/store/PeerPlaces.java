package org.vpnledger.store;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Endpoint;

/**
 * Where a peer has been.
 *
 * @param countries codes, and when it was last seen there
 * @param providers likewise
 * @param last where it was last, absent if that was never noted
 */
public record PeerPlaces(
    Map<String, Instant> countries, Map<String, Instant> providers, @Nullable Sighting last) {
  /** Nowhere yet. */
  public static final PeerPlaces NONE = new PeerPlaces(Map.of(), Map.of(), null);

  public PeerPlaces {
    countries = Map.copyOf(countries);
    providers = Map.copyOf(providers);
  }

  /** The same, last seen there. */
  public PeerPlaces at(Sighting sighting) {
    return new PeerPlaces(countries, providers, sighting);
  }

  /**
   * Where a peer was last.
   *
   * @param until when it was known to be there last
   * @param online whether it has not gone offline since
   * @param place for people, empty if not known
   * @param country the code; absent if not known, as are the others
   * @param radiusKm how far off the coordinates may be
   * @param told when it was last said to travel too fast
   */
  public record Sighting(
      Endpoint endpoint,
      Instant until,
      boolean online,
      String place,
      @Nullable String country,
      @Nullable String provider,
      @Nullable Double latitude,
      @Nullable Double longitude,
      @Nullable Integer radiusKm,
      @Nullable Instant told) {

    /** The same, known to be there until then, and online or not. */
    public Sighting until(Instant then, boolean nowOnline) {
      return new Sighting(
          endpoint,
          then.isAfter(until) ? then : until,
          nowOnline,
          place,
          country,
          provider,
          latitude,
          longitude,
          radiusKm,
          told);
    }
  }
}
