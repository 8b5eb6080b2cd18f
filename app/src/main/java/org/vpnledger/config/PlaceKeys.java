package org.vpnledger.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What can be set of where addresses are. */
final class PlaceKeys {
  private static final Pattern URL =
      Pattern.compile("|https?://[\\x21-\\x7e]{1,1000}\\{ip\\}[\\x21-\\x7e]{0,1000}");

  static final Key<List<Path>> DATABASES =
      Keys.key(
          "place.databases",
          new Kind.Locations(),
          values -> List.of(),
          "Databases in MaxMind's format (.mmdb) of cities, countries, providers; read anew when"
              + " replaced.");
  static final Key<Integer> REFRESH_DAYS =
      Keys.key(
          "place.refresh_days",
          new Kind.Count("days", 1, 3650),
          values -> 30,
          "Days after which a place is looked up anew, also if no database was replaced.");
  static final Key<Integer> FASTEST_KMH =
      Keys.key(
          "place.fastest_kmh",
          new Kind.Count("kilometres an hour", 50, 100_000),
          values -> 1000,
          "What a person can travel at; a peer that is faster is told of (IMPOSSIBLE_TRAVEL).");
  static final Key<String> LOOKUP_URL =
      Keys.key(
          "place.lookup_url",
          new Kind.Text("an http or https address with {ip} in it, or \"\"", URL),
          values -> "",
          "A service that is told peers' addresses, as https://ipinfo.io/{ip}/json; \"\" for none.");
  static final Key<Optional<Path>> LOOKUP_TOKEN_FILE =
      Keys.key(
          "place.lookup_token_file",
          new Kind.MaybeLocation(),
          values -> Optional.empty(),
          "A file with the token that the service wants; \"\" for none.");
  static final Key<Integer> LOOKUPS_PER_MINUTE =
      Keys.key(
          "place.lookups_per_minute",
          new Kind.Count("lookups", 1, 10_000),
          values -> 10,
          "How often the service is asked within a minute at most.");
  static final Key<Integer> LOOKUPS_PER_DAY =
      Keys.key(
          "place.lookups_per_day",
          new Kind.Count("lookups", 1, 1_000_000),
          values -> 1000,
          "How often the service is asked within a day at most.");

  static final List<Key<?>> ALL =
      List.of(
          DATABASES,
          REFRESH_DAYS,
          FASTEST_KMH,
          LOOKUP_URL,
          LOOKUP_TOKEN_FILE,
          LOOKUPS_PER_MINUTE,
          LOOKUPS_PER_DAY);

  static final Keys.Section SECTION = new Keys.Section("place", "Where addresses are.");

  private PlaceKeys() {}

  static Settings.Place settings(Values values) {
    return new Settings.Place(
        values.get(DATABASES),
        values.get(REFRESH_DAYS),
        values.get(FASTEST_KMH),
        values.get(LOOKUP_URL),
        values.get(LOOKUP_TOKEN_FILE),
        values.get(LOOKUPS_PER_MINUTE),
        values.get(LOOKUPS_PER_DAY));
  }
}
