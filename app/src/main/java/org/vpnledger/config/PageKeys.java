package org.vpnledger.config;

import static org.vpnledger.config.Keys.key;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What can be set of the page of statistics. */
final class PageKeys {
  /** As many days as the script had, whatever it was told, that this page replaces. */
  private static final int USUAL_DAYS = 7;

  static final Key<Optional<Path>> HTML_PATH =
      location("page.html_path", "The page, as /var/www/html/vpn/vpn.html");
  static final Key<Optional<Path>> TEXT_PATH = location("page.text_path", "The same as plain text");
  static final Key<Duration> WRITE_INTERVAL =
      key(
          "page.write_interval",
          new Kind.Seconds(5, 86_400, false),
          values -> Duration.ofMinutes(1),
          "Seconds between two times that they are written.");
  static final Key<Boolean> PROVIDERS =
      key(
          "page.providers",
          new Kind.Switch(),
          values -> true,
          "Whether it is said whose network an address is in.");
  static final Key<Boolean> FULL_NAMES =
      key(
          "page.full_names",
          new Kind.Switch(),
          values -> true,
          "Whether names are shown whole, or their first letters only.");
  static final Key<Integer> IP_INFORMATION =
      key(
          "page.ip_information_shown_in_web",
          new Kind.DaysOrNot(USUAL_DAYS, 366),
          values -> USUAL_DAYS,
          "Addresses and places of so many days are shown; true: of 7, false: none.");
  static final Key<Integer> MOST_ROWS =
      key(
          "page.most_rows",
          new Kind.Count("users", 1, 10_000),
          values -> 500,
          "Users that are shown at most; of the others it is said how many there are.");

  static final List<Key<?>> ALL =
      List.of(
          HTML_PATH, TEXT_PATH, WRITE_INTERVAL, PROVIDERS, FULL_NAMES, IP_INFORMATION, MOST_ROWS);

  static final Keys.Section SECTION =
      new Keys.Section("page", "The page of every user's usage, written at an interval.");

  private PageKeys() {}

  static Settings.StatisticsPage settings(Values values) {
    return new Settings.StatisticsPage(
        values.get(HTML_PATH),
        values.get(TEXT_PATH),
        values.get(WRITE_INTERVAL),
        values.get(PROVIDERS),
        values.get(FULL_NAMES),
        values.get(IP_INFORMATION),
        values.get(MOST_ROWS));
  }

  private static Key<Optional<Path>> location(String name, String meaning) {
    return key(
        name, new Kind.MaybeLocation(), values -> Optional.empty(), meaning + "; \"\" for none.");
  }
}
