package org.vpnledger.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** What can be set of the flow log: who talked to whom. */
final class FlowKeys {
  private static final int MANY_DAYS = 36_500;
  static final String LEVELS = "packets|flows|totals|none";
  static final String LEVELS_EXPECTED = "\"packets\", \"flows\", \"totals\" or \"none\"";
  static final String DESTINATIONS_SHOWN = "whole|truncated|hashed";
  static final String DESTINATIONS_EXPECTED = "\"whole\", \"truncated\" or \"hashed\"";

  static final Key<Boolean> ENABLED =
      Keys.key(
          "flow.enabled",
          new Kind.Switch(),
          values -> false,
          "Whether it is logged who talked to whom.");
  static final Key<Path> FOLDER =
      Keys.key(
          "flow.folder",
          new Kind.Location(),
          values -> values.get(Keys.DATA_DIR).resolve("flow"),
          "The folder of its files: data_dir/flow unless set.");
  static final Key<List<String>> INTERFACES =
      Keys.key(
          "flow.interfaces",
          new Kind.Words("an interface's name, or an array of them", Keys.INTERFACE, false),
          values -> List.of(),
          "Only these; none: every tunnel that the ledger reads on this machine.");
  static final Key<String> LOG =
      choice(
          "log",
          "flows",
          LEVELS_EXPECTED,
          "What is logged, unless a rule says otherwise: each packet and flow, flows, what each"
              + " peer moved in all, or nothing.",
          LEVELS);
  static final Key<String> DESTINATIONS =
      choice(
          "destinations",
          "whole",
          DESTINATIONS_EXPECTED,
          "How the other side's address is logged: as it is, its /24 or /48, or hashed with a key"
              + " that is destroyed.",
          DESTINATIONS_SHOWN);
  static final Key<Boolean> DNS =
      Keys.key(
          "flow.dns",
          new Kind.Switch(),
          values -> true,
          "Whether names that peers look up are logged; where destinations are disguised, only if a"
              + " rule says so.");
  static final Key<String> FILTER =
      Keys.key(
          "flow.filter",
          new Kind.Text("up to 1000 characters on one line", Pattern.compile("[^\\p{Cc}]{0,1000}")),
          values -> "",
          "Only packets that this lets pass, as \"not port 22\"; the others are not seen at all.");
  static final Key<String> FORMAT =
      choice(
          "format",
          "parquet",
          "\"parquet\", \"csv.zst\" or \"csv.gz\"",
          "How finished files are written.",
          "parquet|csv\\.zst|csv\\.gz");
  static final Key<Duration> IDLE_TIMEOUT =
      seconds("idle_timeout", 3600, 15, "Seconds without a packet after which a flow is over.");
  static final Key<Duration> ACTIVE_TIMEOUT =
      seconds(
          "active_timeout", 86_400, 60, "Seconds after which a flow that goes on is written, too.");
  static final Key<Integer> TABLE_SIZE =
      Keys.key(
          "flow.table_size",
          new Kind.Count("flows", 1024, 1 << 24),
          values -> 262_144,
          "How many may be under way; with more, those that are idle longest are written early.");
  static final Key<Long> RING =
      Keys.key(
          "flow.ring",
          new Kind.Size(512 << 10, 1 << 30),
          values -> 32_000_000L,
          "The room for packets that wait to be looked at, of each interface.");
  static final Key<Duration> SEGMENT_INTERVAL =
      seconds("segment_interval", 3600, 300, "Seconds after which a file is finished.");
  static final Key<Integer> SEGMENT_ROWS =
      Keys.key(
          "flow.segment_rows",
          new Kind.Count("rows", 1000, 100_000_000),
          values -> 1_000_000,
          "Rows after which it is.");
  static final Key<Integer> KEY_ROTATION =
      Keys.key(
          "flow.key_rotation",
          new Kind.Count("days", 1, 366),
          values -> 1,
          "Days after which the key that hashes destinations is destroyed, and another made.");
  static final Key<String> IPFIX =
      Keys.key(
          "flow.ipfix",
          new Kind.Text(
              "\"\", udp://HOST:PORT or tcp://HOST:PORT",
              Pattern.compile("|(udp|tcp)://[\\x21-\\x7e]{1,255}")),
          values -> "",
          "The collector that flows are sent to as well, as IPFIX.");

  static final Key<Integer> PACKETS_DAYS = days("packets", 7, "Each packet.");
  static final Key<Integer> FLOWS_DAYS = days("flows", 30, "Flows.");
  static final Key<Integer> DNS_DAYS = days("dns", 30, "Names that were looked up.");
  static final Key<Integer> TOTALS_DAYS =
      days("totals", 400, "What peers moved in all, where nothing finer is logged.");

  static final List<Key<?>> ALL =
      List.of(
          ENABLED,
          FOLDER,
          INTERFACES,
          LOG,
          DESTINATIONS,
          DNS,
          FILTER,
          FORMAT,
          IDLE_TIMEOUT,
          ACTIVE_TIMEOUT,
          TABLE_SIZE,
          RING,
          SEGMENT_INTERVAL,
          SEGMENT_ROWS,
          KEY_ROTATION,
          IPFIX,
          PACKETS_DAYS,
          FLOWS_DAYS,
          DNS_DAYS,
          TOTALS_DAYS);

  static final List<Keys.Section> SECTIONS =
      List.of(
          new Keys.Section("flow", "The flow log: who talked to whom through the tunnels."),
          new Keys.Section(
              FlowRules.SECTION,
              "Who is logged otherwise; repeat it for more. The first that matches and says it"
                  + " decides."),
          new Keys.Section(
              "flow.retention", "Days for which the flow log's files are kept; 0: for ever."));

  private FlowKeys() {}

  static FlowSection settings(Values values, List<Values> rules) {
    return new FlowSection(
        values.get(ENABLED),
        values.get(FOLDER),
        values.get(INTERFACES),
        values.get(LOG),
        values.get(DESTINATIONS),
        values.get(DNS),
        values.get(FILTER),
        values.get(FORMAT),
        values.get(IDLE_TIMEOUT),
        values.get(ACTIVE_TIMEOUT),
        values.get(TABLE_SIZE),
        values.get(RING),
        values.get(SEGMENT_INTERVAL),
        values.get(SEGMENT_ROWS),
        values.get(KEY_ROTATION),
        values.get(IPFIX),
        new FlowSection.Retention(
            values.get(PACKETS_DAYS),
            values.get(FLOWS_DAYS),
            values.get(DNS_DAYS),
            values.get(TOTALS_DAYS)),
        rules.stream().map(FlowRules::settings).toList());
  }

  private static Key<String> choice(
      String name, String fallback, String expected, String meaning, String pattern) {
    return Keys.key(
        "flow." + name,
        new Kind.Text(expected, Pattern.compile(pattern)),
        values -> fallback,
        meaning);
  }

  private static Key<Duration> seconds(String name, int max, int fallback, String meaning) {
    return Keys.key(
        "flow." + name,
        new Kind.Seconds(1, max, false),
        values -> Duration.ofSeconds(fallback),
        meaning);
  }

  private static Key<Integer> days(String name, int fallback, String meaning) {
    return Keys.key(
        "flow.retention." + name,
        new Kind.Count("days", 0, MANY_DAYS),
        values -> fallback,
        meaning);
  }
}
