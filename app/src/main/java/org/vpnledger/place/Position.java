package org.vpnledger.place;

import org.jspecify.annotations.Nullable;
import org.vpnledger.store.PeerPlaces.Sighting;
import org.vpnledger.store.PlaceRow;

/**
 * Somewhere on earth.
 *
 * @param latitude degrees north, −90 to 90
 * @param longitude degrees east, −180 to 180
 * @param radiusKm how far off it may be, kilometres
 */
record Position(double latitude, double longitude, int radiusKm) {
  private static final double EARTH_KM = 6371;

  /** Absent if one of them is. */
  static @Nullable Position of(
      @Nullable Double latitude, @Nullable Double longitude, @Nullable Integer radiusKm) {
    return latitude == null || longitude == null || radiusKm == null
        ? null
        : new Position(latitude, longitude, radiusKm);
  }

  static @Nullable Position of(PlaceRow place) {
    return of(place.latitude(), place.longitude(), place.radiusKm());
  }

  static @Nullable Position of(Sighting sighting) {
    return of(sighting.latitude(), sighting.longitude(), sighting.radiusKm());
  }

  /** The way over the ground that certainly lies between the two, kilometres; 0 if none does. */
  double leastKmTo(Position other) {
    return Math.max(0, kmTo(other) - radiusKm - other.radiusKm);
  }

  /** Along the great circle, by the haversine formula. */
  double kmTo(Position other) {
    double north = Math.toRadians(other.latitude - latitude);
    double east = Math.toRadians(other.longitude - longitude);
    double a =
        Math.pow(Math.sin(north / 2), 2)
            + Math.cos(Math.toRadians(latitude))
                * Math.cos(Math.toRadians(other.latitude))
                * Math.pow(Math.sin(east / 2), 2);
    return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(a)));
  }
}
