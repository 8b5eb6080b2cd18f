package org.vpnledger.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Everything that can be set, in the order of the file. */
final class Keys {
  private static final int MANY_DAYS = 36_500;
  private static final Pattern ONE_LINE = Pattern.compile("[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]{1,64}");
  static final Pattern INTERFACE = Pattern.compile("[A-Za-z0-9._=-]{1,15}");

  static final Key<String> GATEWAY_NAME =
      key(
          "gateway_name",
          new Kind.Text("a name of 1 to 64 characters on one line", ONE_LINE),
          values -> values.here().hostName(),
          "What reports call this machine; the host name unless set.");
  static final Key<ZoneId> ZONE =
      key(
          "zone",
          new Kind.Zone(),
          values -> values.here().zone(),
          "The time zone in which days begin and end; the system's unless set.");
  static final Key<Path> DATA_DIR =
      key(
          "data_dir",
          new Kind.Location(),
          UsualPlaces::dataDir,
          "The folder of the ledger: /var/lib/vpnledger as root, else in the user's state folder.");
  static final Key<Path> LOG_DIR =
      key(
          "log_dir",
          new Kind.Location(),
          UsualPlaces::logDir,
          "The folder of bandwidth and audit logs: /var/log/wireguard as root, else data_dir/log.");
  static final Key<Duration> INTERVAL =
      key(
          "interval",
          new Kind.Seconds(1, 86_400, false),
          values -> Duration.ofSeconds(5),
          "Seconds between two looks at each source.");
  static final Key<Duration> LONGEST_INTERVAL =
      key(
          "longest_interval",
          new Kind.Seconds(1, 3600, false),
          values -> Duration.ofSeconds(30),
          "Seconds between two looks at a source that takes more than a tenth of the interval.");
  static final Key<String> HANDSHAKES =
      key(
          "handshakes",
          new Kind.Text(
              "\"kprobe\", \"packets\" or \"polls\"", Pattern.compile("kprobe|packets|polls")),
          values -> "kprobe",
          "The best way to notice handshakes that may be used: told by the kernel, by their packets,"
              + " by looks only.");
  static final Key<Duration> THRESHOLD =
      key(
          "threshold",
          new Kind.Seconds(30, 86_400, false),
          values -> Duration.ofMinutes(3),
          "Seconds without any activity after which a peer is offline; 150 or more, or it flaps.");
  static final Key<List<Path>> NAMES_FILES =
      key(
          "names_files",
          new Kind.Locations(),
          values -> List.of(),
          "Files or folders of other tools that name clients; the first one that knows a key wins.");
  static final Key<Boolean> NAMES_SEARCH =
      key(
          "names_search",
          new Kind.Switch(),
          values -> !values.isSet(NAMES_FILES),
          "Whether those tools' usual places are searched as well; unless names_files is set, they are.");

  static final Key<List<String>> INTERFACE_ONLY =
      key(
          "interface",
          new Kind.Words("an interface's name, or an array of them", INTERFACE, false),
          values -> List.of(),
          "Of all sources only these interfaces; all of them unless set.");
  static final Key<Duration> STATS_INTERVAL =
      key(
          "stats_interval",
          new Kind.Seconds(60, 604_800, false),
          values -> Duration.ofHours(1),
          "Seconds between two lines of statistics on the console.");
  static final Key<Boolean> DEBUG =
      key(
          "debug",
          new Kind.Switch(),
          values -> false,
          "Whether the daemon says in detail what it does.");
  static final Key<Boolean> KERNEL_LOG =
      key(
          "kernel_log",
          new Kind.Switch(),
          values -> false,
          "Whether WireGuard's lines in the kernel's log are read: they tell of handshakes refused.");

  static final Key<Duration> SESSION_RESUME =
      key(
          "session.resume",
          new Kind.Seconds(0, 86_400, false),
          values -> Duration.ofMinutes(5),
          "Seconds within which a return from the same endpoint continues the session.");

  static final Key<Boolean> FILES_ENABLED =
      key(
          "files.enabled",
          new Kind.Switch(),
          values -> true,
          "Whether bandwidth logs are written.");
  static final Key<Duration> FILES_INTERVAL =
      key(
          "files.interval",
          new Kind.Seconds(60, 86_400, true),
          values -> Duration.ofHours(1),
          "Seconds between two lines of a peer in the bandwidth log.");
  static final Key<Boolean> FILES_USAGE_COLUMNS =
      key(
          "files.usage_columns",
          new Kind.Switch(),
          values -> false,
          "Whether lines end with the usage since the line before, too.");
  static final Key<Integer> FILES_KEEP_DAYS =
      days("files.keep_days", 90, "Days after which a bandwidth log that is not written to goes.");

  static final Key<Boolean> AUDIT_ENABLED =
      key("audit.enabled", new Kind.Switch(), values -> true, "Whether the audit log is written.");
  static final Key<Path> AUDIT_LOG_PATH =
      key(
          "audit.log_path",
          new Kind.Location(),
          UsualPlaces::auditLog,
          "The audit log, below /var/log, /tmp, log_dir or one of allowed_folders.");
  static final Key<List<Path>> AUDIT_ALLOWED_FOLDERS =
      key(
          "audit.allowed_folders",
          new Kind.Locations(),
          values -> List.of(),
          "More folders that audit logs may be in.");
  static final Key<Integer> AUDIT_ROTATE_BYTES =
      key(
          "audit.rotate_bytes",
          new Kind.Count("bytes", 10_000, 1 << 30),
          values -> 1 << 20,
          "The size at which an audit log is put aside and compressed.");
  static final Key<Integer> AUDIT_ROTATE_COUNT =
      key(
          "audit.rotate_count",
          new Kind.Count("files", 0, 10_000),
          values -> 7,
          "How many of those are kept; 0 leaves it to logrotate.");
  static final Key<Optional<Path>> AUDIT_JSON_PATH =
      key(
          "audit.json_path",
          new Kind.MaybeLocation(),
          values -> Optional.empty(),
          "The same as JSON lines in Elastic Common Schema, for Filebeat and the like.");
  static final Key<String> AUDIT_SYSLOG =
      key(
          "audit.syslog",
          new Kind.Text(
              "\"\", \"journald\", a socket's path, udp://HOST:PORT or tcp://HOST:PORT",
              Pattern.compile(
                  "|journald|/[^\\x00-\\x1f]{1,106}|(udp|tcp)://[\\[\\]A-Za-z0-9.:%_-]{1,255}")),
          values -> "",
          "Where events go with fields: \"journald\", \"/dev/log\", udp://HOST:514, tcp://HOST:601.");
  static final Key<Optional<Path>> AUDIT_KEY =
      key(
          "audit.key",
          new Kind.MaybeLocation(),
          values -> Optional.empty(),
          "An Ed25519 key (PEM) that signs what is left of deleted events; else data_dir/audit.key.");

  static final Key<Optional<Path>> HOOK_SCRIPT =
      key(
          "hook.script",
          new Kind.MaybeLocation(),
          values -> Optional.empty(),
          "Runs at each change of a peer; an absolute path of a file that only its owner may write.");
  static final Key<List<String>> HOOK_EVENTS =
      key(
          "hook.events",
          new Kind.Words(
              "an array of ONLINE, OFFLINE, REMOVED, ROAMED, ADDED, SHARED_KEY, HANDSHAKE_REJECTED,"
                  + " NEW_COUNTRY, NEW_PROVIDER, IMPOSSIBLE_TRAVEL",
              Pattern.compile(
                  "ONLINE|OFFLINE|REMOVED|ROAMED|ADDED|SHARED_KEY|HANDSHAKE_REJECTED"
                      + "|NEW_COUNTRY|NEW_PROVIDER|IMPOSSIBLE_TRAVEL"),
              false),
          values -> List.of("ONLINE", "OFFLINE", "REMOVED"),
          "The events that it runs for.");
  static final Key<Duration> HOOK_TIMEOUT =
      key(
          "hook.timeout",
          new Kind.Seconds(1, 3600, false),
          values -> Duration.ofSeconds(10),
          "Seconds that one run may take.");
  static final Key<Integer> HOOK_PARALLEL =
      key(
          "hook.parallel",
          new Kind.Count("runs", 1, 256),
          values -> 16,
          "How many may run at once; one at a time for each peer, in order.");
  static final Key<Integer> HOOK_ATTEMPTS =
      key(
          "hook.attempts",
          new Kind.Count("attempts", 1, 100),
          values -> 5,
          "How often a run that fails is tried in all.");

  static final Key<Integer> FIVE_MINUTES_DAYS =
      days("retention.five_minutes_days", 7, "Days for which usage per 5 minutes is kept.");
  static final Key<Integer> HOURS_DAYS =
      days("retention.hours_days", 90, "Days for which usage per hour is kept.");
  static final Key<Integer> DAYS_YEARS =
      key(
          "retention.days_years",
          new Kind.Count("years", 1, 100),
          values -> 5,
          "Years for which usage per day is kept; months are kept for ever.");
  static final Key<Integer> EVENTS_DAYS =
      days("retention.events_days", 1825, "Days for which events and sessions are kept.");
  static final Key<Integer> READINGS_DAYS =
      days(
          "retention.readings_days",
          90,
          "Days for which the counters' own readings are kept, which latest and raw show.");

  /** A table of the file. */
  record Section(String name, String meaning) {}

  static final String SOURCE_SECTION = "source";
  static final String NAMES_SECTION = "names";

  static final List<Section> SECTIONS = sections();

  private static List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    sections.add(new Section("session", "When one session ends and another begins."));
    sections.add(
        new Section(
            SOURCE_SECTION, "A way of reading tunnels; repeat it for more. None: automatic."));
    sections.add(new Section(NAMES_SECTION, "Names by public key: \"<public key>\" = \"Alice\"."));
    sections.add(new Section("files", "The bandwidth logs in log_dir."));
    sections.add(new Section("audit", "The log of every coming and going."));
    sections.add(new Section("hook", "The script that runs at each change."));
    sections.addAll(ViewKeys.SECTIONS);
    sections.add(MachineKeys.SECTION);
    sections.add(PageKeys.SECTION);
    sections.add(PlaceKeys.SECTION);
    sections.addAll(FlowKeys.SECTIONS);
    sections.add(FlowStoreKeys.SECTION);
    sections.add(new Section("retention", "How long the ledger keeps what."));
    return List.copyOf(sections);
  }

  /** Those that are set once. */
  static final Map<String, Key<?>> BY_NAME =
      byName(
          GATEWAY_NAME,
          ZONE,
          DATA_DIR,
          LOG_DIR,
          INTERVAL,
          LONGEST_INTERVAL,
          HANDSHAKES,
          THRESHOLD,
          NAMES_FILES,
          NAMES_SEARCH,
          INTERFACE_ONLY,
          STATS_INTERVAL,
          DEBUG,
          KERNEL_LOG,
          ViewKeys.TOP,
          SESSION_RESUME,
          FILES_ENABLED,
          FILES_INTERVAL,
          FILES_USAGE_COLUMNS,
          FILES_KEEP_DAYS,
          AUDIT_ENABLED,
          AUDIT_LOG_PATH,
          AUDIT_ALLOWED_FOLDERS,
          AUDIT_ROTATE_BYTES,
          AUDIT_ROTATE_COUNT,
          AUDIT_JSON_PATH,
          AUDIT_SYSLOG,
          AUDIT_KEY,
          HOOK_SCRIPT,
          HOOK_EVENTS,
          HOOK_TIMEOUT,
          HOOK_PARALLEL,
          HOOK_ATTEMPTS,
          ViewKeys.IN_SECTIONS,
          MachineKeys.ALL,
          PageKeys.ALL,
          PlaceKeys.ALL,
          FlowKeys.ALL,
          FlowStoreKeys.ALL,
          FIVE_MINUTES_DAYS,
          HOURS_DAYS,
          DAYS_YEARS,
          EVENTS_DAYS,
          READINGS_DAYS);

  private Keys() {}

  static <T> Key<T> key(String name, Kind<T> kind, Function<Values, T> fallback, String meaning) {
    return new Key<>(name, kind, fallback, meaning);
  }

  private static Key<Integer> days(String name, int fallback, String meaning) {
    return key(name, new Kind.Count("days", 1, MANY_DAYS), values -> fallback, meaning);
  }

  /** Of keys, and of lists of them. */
  static Map<String, Key<?>> byName(Object... keys) {
    Map<String, Key<?>> byName = new LinkedHashMap<>();
    for (Object one : keys) {
      List<?> all = one instanceof List<?> list ? list : List.of(one);
      for (Object element : all) {
        Key<?> key = (Key<?>) element;
        byName.put(key.name(), key);
      }
    }
    return byName;
  }
}
