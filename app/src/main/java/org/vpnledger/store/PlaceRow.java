package org.vpnledger.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where an address is, as far as that is known.
 *
 * @param id its number in the store; 0 for one that has none yet
 * @param address without a port, as {@link org.vpnledger.vpn.Address} writes it
 * @param notedAt when it was looked up last
 * @param country the code of two letters (ISO 3166)
 * @param countryName in English
 * @param provider who routes the address, as {@code AS64500 Example Net}
 * @param latitude degrees north
 * @param longitude degrees east
 * @param radiusKm how far off the coordinates may be, kilometres
 * @param origin what said so, one line for people
 */
public record PlaceRow(
    long id,
    String address,
    Instant notedAt,
    @Nullable String country,
    @Nullable String countryName,
    @Nullable String region,
    @Nullable String city,
    @Nullable String provider,
    @Nullable Double latitude,
    @Nullable Double longitude,
    @Nullable Integer radiusKm,
    String origin) {
  /** The origin of what a database of OpenVPN Statistics told: nobody can be asked for it again. */
  public static final String IMPORTED = "OpenVPN Statistics";

  /**
   * For people, as exactly as it is known: {@code Vienna, AT}, {@code Austria}, or who routes it
   * where nothing else is known; empty where not even that is.
   */
  public String summary() {
    String within = city != null ? city : region;
    if (within != null) {
      return country == null ? within : within + ", " + country;
    }
    if (countryName != null) {
      return countryName;
    }
    return country != null ? country : provider == null ? "" : provider;
  }
}
