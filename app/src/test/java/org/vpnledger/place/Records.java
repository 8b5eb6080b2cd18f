package org.vpnledger.place;

import java.util.List;
import java.util.Map;

/** Records as publishers of databases lay them out, of places that everybody knows. */
public final class Records {
  private Records() {}

  /** As GeoLite2-City has it. */
  public static Map<String, Object> vienna() {
    return city("AT", "Austria", "Vienna", "Vienna", 48.2, 16.37, 20);
  }

  /** Likewise. */
  public static Map<String, Object> berlin() {
    return city("DE", "Germany", "Land Berlin", "Berlin", 52.52, 13.4, 20);
  }

  /** Likewise. */
  public static Map<String, Object> sydney() {
    return city("AU", "Australia", "New South Wales", "Sydney", -33.87, 151.2, 50);
  }

  /** A city in MaxMind's layout. */
  public static Map<String, Object> city(
      String code, String country, String region, String city, double north, double east, int km) {
    return Map.of(
        "city",
        Map.of("geoname_id", 1L, "names", Map.of("de", "(" + city + ")", "en", city)),
        "continent",
        Map.of("code", "XX"),
        "country",
        Map.of("iso_code", code, "names", Map.of("de", "(" + country + ")", "en", country)),
        "registered_country",
        Map.of("iso_code", "US", "names", Map.of("en", "United States")),
        "location",
        Map.of("accuracy_radius", km, "latitude", north, "longitude", east, "time_zone", "Etc/UTC"),
        "subdivisions",
        List.of(Map.of("iso_code", "9", "names", Map.of("en", region))));
  }

  /** As GeoLite2-ASN has it. */
  public static Map<String, Object> provider(long number, String name) {
    return Map.of("autonomous_system_number", number, "autonomous_system_organization", name);
  }
}
