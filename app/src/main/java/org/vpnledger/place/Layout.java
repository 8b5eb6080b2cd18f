package org.vpnledger.place;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is wanted in a record, whoever made it: MaxMind's databases and those in their layout
 * ({@code country.iso_code}, {@code city.names.en}, {@code autonomous_system_number}), the flat
 * ones of IPinfo and others ({@code country_code}, {@code asn}, {@code as_name}), and the answers
 * of services ({@code loc}, {@code org}, {@code countryCode}, {@code regionName}). Text that is no
 * country, no city and no number is left out.
 */
final class Layout {
  private static final Pattern CODE = Pattern.compile("[A-Z]{2}");
  private static final Pattern ASN = Pattern.compile("(?:AS)?([0-9]{1,10})(?: +(.+))?");
  private static final Pattern COORDINATES = Pattern.compile("(-?[0-9.]{1,20}),(-?[0-9.]{1,20})");

  /** Where a city is known and no radius is: a large city, generously. */
  static final int CITY_KM = 100;

  private static final int FARTHEST_KM = 20_038; // half of the way around

  private Layout() {}

  static Facts read(Map<?, ?> record) {
    if ("fail".equals(record.get("status")) || Boolean.TRUE.equals(record.get("bogon"))) {
      return Facts.NONE; // a service's word that there is nothing to know
    }
    Map<?, ?> geo = record.get("geo") instanceof Map<?, ?> part ? part : record;
    String country = country(geo);
    String city = name(geo, "city");
    Facts unplaced =
        new Facts(
            country,
            country == null ? null : countryName(geo, country),
            region(geo),
            city,
            provider(record),
            null,
            null,
            null);
    return placed(unplaced, geo);
  }

  private static @Nullable String country(Map<?, ?> record) {
    for (Object value :
        new Object[] {
          at(record, "country", "iso_code"),
          record.get("country_code"),
          record.get("countryCode"),
          record.get("country_iso"),
          record.get("country"),
          at(record, "registered_country", "iso_code")
        }) {
      if (value instanceof String text && CODE.matcher(text).matches()) {
        return text;
      }
    }
    return null;
  }

  private static @Nullable String countryName(Map<?, ?> record, String code) {
    for (Object value :
        new Object[] {
          at(record, "country", "names", "en"), record.get("country_name"), record.get("country")
        }) {
      String name = PlaceText.plainOrNull(value);
      if (name != null && name.length() > 2) {
        return name;
      }
    }
    String name = Locale.of("", code).getDisplayCountry(Locale.ENGLISH);
    return name.equals(code) ? null : name;
  }

  private static @Nullable String region(Map<?, ?> record) {
    if (record.get("subdivisions") instanceof List<?> list
        && !list.isEmpty()
        && list.getFirst() instanceof Map<?, ?> first) {
      return PlaceText.plainOrNull(at(first, "names", "en"));
    }
    for (String key : new String[] {"regionName", "region_name", "state1", "state"}) {
      String name = PlaceText.plainOrNull(record.get(key));
      if (name != null) {
        return name;
      }
    }
    return name(record, "region");
  }

  /** A text, or the English one of an object's names. */
  private static @Nullable String name(Map<?, ?> record, String key) {
    Object value = record.get(key);
    return PlaceText.plainOrNull(
        value instanceof Map<?, ?> ? at(record, key, "names", "en") : value);
  }

  private static @Nullable String provider(Map<?, ?> record) {
    Map<?, ?> nested = record.get("as") instanceof Map<?, ?> part ? part : Map.of();
    Map<?, ?> traits = record.get("traits") instanceof Map<?, ?> part ? part : Map.of();
    Map<?, ?> inner = record.get("asn") instanceof Map<?, ?> part ? part : nested;
    Object number =
        first(
            record.get("autonomous_system_number"),
            traits.get("autonomous_system_number"),
            inner.get("asn"),
            record.get("asn"),
            record.get("as_number"),
            record.get("as"),
            record.get("org"));
    Object name =
        first(
            record.get("autonomous_system_organization"),
            traits.get("autonomous_system_organization"),
            inner.get("name"),
            record.get("as_name"),
            record.get("asn_org"),
            record.get("isp"),
            traits.get("isp"),
            record.get("org"));
    return provider(number, PlaceText.plainOrNull(name));
  }

  private static @Nullable String provider(@Nullable Object number, @Nullable String name) {
    if (number instanceof Long value && value > 0 && value < 1L << 32) {
      return "AS" + value + (name == null ? "" : " " + name);
    }
    Matcher asn = ASN.matcher(number instanceof String text ? PlaceText.plain(text) : "");
    if (!asn.matches()) {
      return name;
    }
    String known = asn.group(2) != null ? asn.group(2) : name;
    return "AS" + asn.group(1) + (known == null || ASN.matcher(known).matches() ? "" : " " + known);
  }

  private static Facts placed(Facts facts, Map<?, ?> record) {
    Map<?, ?> location = record.get("location") instanceof Map<?, ?> part ? part : record;
    Double latitude = degrees(first(location.get("latitude"), location.get("lat")), 90);
    Double longitude =
        degrees(first(location.get("longitude"), location.get("lng"), location.get("lon")), 180);
    if (record.get("loc") instanceof String text) {
      Matcher both = COORDINATES.matcher(text);
      if (both.matches()) {
        latitude = degrees(both.group(1), 90);
        longitude = degrees(both.group(2), 180);
      }
    }
    if (latitude == null || longitude == null) {
      return facts;
    }
    Double radius =
        degrees(first(location.get("accuracy_radius"), location.get("radius")), FARTHEST_KM);
    Integer km =
        radius != null && radius > 0
            ? (Integer) (int) Math.ceil(radius)
            : facts.city() == null ? null : CITY_KM;
    return new Facts(
        facts.country(),
        facts.countryName(),
        facts.region(),
        facts.city(),
        facts.provider(),
        latitude,
        longitude,
        km);
  }

  /** A number as such or as text, of an amount up to that. */
  private static @Nullable Double degrees(@Nullable Object value, double most) {
    double number = Double.NaN;
    if (value instanceof Number given) {
      number = given.doubleValue();
    } else if (value instanceof String text && text.length() <= 20) {
      try {
        number = Double.parseDouble(text);
      } catch (NumberFormatException e) {
        return null;
      }
    }
    return Math.abs(number) <= most ? number : null;
  }

  private static @Nullable Object first(@Nullable Object... values) {
    for (Object value : values) {
      if (value instanceof Number || (value instanceof String text && !text.isBlank())) {
        return value;
      }
    }
    return null;
  }

  private static @Nullable Object at(Map<?, ?> record, String... path) {
    Object value = record;
    for (String key : path) {
      value = value instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return value;
  }
}
