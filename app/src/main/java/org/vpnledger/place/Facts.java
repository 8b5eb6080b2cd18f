package org.vpnledger.place;

import org.jspecify.annotations.Nullable;
import org.vpnledger.store.PlaceRow;

/**
 * What is known of an address; whatever is not known is absent.
 *
 * @param country ISO 3166 code of two letters
 * @param countryName in English
 * @param provider as {@code AS64500 Example Net}
 * @param latitude with {@code longitude} or not at all
 * @param radiusKm of the coordinates
 */
record Facts(
    @Nullable String country,
    @Nullable String countryName,
    @Nullable String region,
    @Nullable String city,
    @Nullable String provider,
    @Nullable Double latitude,
    @Nullable Double longitude,
    @Nullable Integer radiusKm) {
  static final Facts NONE = new Facts(null, null, null, null, null, null, null, null);

  static Facts of(PlaceRow row) {
    return new Facts(
        row.country(),
        row.countryName(),
        row.region(),
        row.city(),
        row.provider(),
        row.latitude(),
        row.longitude(),
        row.radiusKm());
  }

  boolean isEmpty() {
    return equals(NONE);
  }

  /** Whether nothing is left that a service could add that people see. */
  boolean isComplete() {
    return country != null && city != null && provider != null;
  }

  /**
   * The same with what is absent from others. They say nothing of a place in another country: a
   * city there would contradict.
   */
  Facts or(Facts others) {
    boolean same = country == null || others.country == null || country.equals(others.country);
    Facts more =
        same ? others : new Facts(null, null, null, null, others.provider, null, null, null);
    boolean placed = latitude != null;
    return new Facts(
        country != null ? country : more.country,
        countryName != null ? countryName : more.countryName,
        region != null || city != null ? region : more.region,
        city != null ? city : more.city,
        provider != null ? provider : more.provider,
        placed ? latitude : more.latitude,
        placed ? longitude : more.longitude,
        placed ? radiusKm : more.radiusKm);
  }
}
