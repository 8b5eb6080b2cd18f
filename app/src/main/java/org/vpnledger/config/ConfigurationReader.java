package org.vpnledger.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Noticing;

/** Merges files, environment and flags, and collects everything that is wrong on the way. */
final class ConfigurationReader {
  /** Flags that say where to read, and not what. */
  private static final Set<String> NO_KEYS = Set.of("config", "instance");

  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Map<String, String> flags;
  private final Surroundings here;
  private final Values values;
  private final TextValues texts;

  ConfigurationReader(Map<String, String> flags, Surroundings here) {
    this.flags = new TreeMap<>(flags);
    this.here = here;
    this.values = new Values(here, instance(flags.get("instance"), here, problems));
    this.texts = new TextValues(here.workingFolder(), problems, warnings);
  }

  Configuration read() throws ConfigException {
    FileReader file = new FileReader(values, problems);
    DefaultsFiles defaults =
        new DefaultsFiles(here.defaultsFolder(), values, values.instance(), problems, warnings);
    file.read(flags.get("config"), defaults.config(), here);
    defaults.apply(texts);
    variables();
    flags();
    Doubts.about(values, warnings);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new Configuration(
        settings(file), warnings, values, file.sources(), file.flowRules(), file.nameOrigins());
  }

  private void variables() {
    Map<String, String> ours = new TreeMap<>(here.environment());
    ours.keySet().removeIf(name -> !name.startsWith(Variables.PREFIX));
    Variables.RESERVED.forEach(ours::remove);
    for (Map.Entry<String, String> variable : ours.entrySet()) {
      String name = variable.getKey();
      Key<?> key = Variables.BY_VARIABLE.get(name);
      if (key == null) {
        warnings.add(
            TomlText.line(name)
                + ": unknown variable"
                + Suggestion.after(name, Variables.BY_VARIABLE.keySet()));
      } else {
        texts.put(values, key, variable.getValue(), new Origin.Variable(name));
      }
    }
  }

  private void flags() {
    for (Map.Entry<String, String> flag : flags.entrySet()) {
      String name = flag.getKey();
      Key<?> key = Keys.BY_NAME.get(name);
      if (key != null) {
        Origin origin = new Origin.Flag(key.flag());
        MonitorOption option = MonitorOption.of(key);
        if (option != null) {
          texts.put(values, option, flag.getValue(), origin);
        } else {
          texts.put(values, key, flag.getValue(), origin);
        }
      } else if (!NO_KEYS.contains(name)) {
        problems.add(
            "unknown key '"
                + TomlText.line(name)
                + "'"
                + Suggestion.after(name, Keys.BY_NAME.keySet()));
      }
    }
  }

  /** Which instance it is must be known before anything is read. */
  private static Instance instance(
      @Nullable String flag, Surroundings here, List<String> problems) {
    String name = flag != null ? flag : here.environment().getOrDefault(Variables.INSTANCE, "");
    Instance instance = Instance.of(name);
    if (instance == null) {
      problems.add(
          (flag != null ? "--instance" : Variables.INSTANCE)
              + ": "
              + Instance.EXPECTED
              + ", found "
              + TomlText.found(name));
    }
    return instance == null ? Instance.PLAIN : instance;
  }

  static String expected(Key<?> key, Object found) {
    return "expected " + key.kind().expected() + ", found " + TomlText.found(found);
  }

  /** A bound below the interval itself means that nothing is slowed down. */
  private Duration longestInterval() {
    Duration interval = values.get(Keys.INTERVAL);
    Duration longest = values.get(Keys.LONGEST_INTERVAL);
    return longest.compareTo(interval) < 0 ? interval : longest;
  }

  private Settings settings(FileReader file) {
    return new Settings(
        values.get(Keys.GATEWAY_NAME),
        values.get(Keys.ZONE),
        values.get(Keys.DATA_DIR),
        values.get(Keys.LOG_DIR),
        values.get(Keys.INTERVAL),
        longestInterval(),
        Noticing.valueOf(values.get(Keys.HANDSHAKES).toUpperCase(Locale.ROOT)),
        values.get(Keys.THRESHOLD),
        values.get(Keys.INTERFACE_ONLY),
        values.get(Keys.STATS_INTERVAL),
        values.get(Keys.DEBUG),
        values.get(Keys.KERNEL_LOG),
        new Settings.Session(values.get(Keys.SESSION_RESUME)),
        file.sources().stream().map(SourceTables::settings).toList(),
        new Settings.Names(
            file.names(), values.get(Keys.NAMES_FILES), values.get(Keys.NAMES_SEARCH)),
        new Settings.Files(
            values.get(Keys.FILES_ENABLED),
            values.get(Keys.FILES_INTERVAL),
            values.get(Keys.FILES_USAGE_COLUMNS),
            values.get(Keys.FILES_KEEP_DAYS)),
        new Settings.Audit(
            values.get(Keys.AUDIT_ENABLED),
            values.get(Keys.AUDIT_LOG_PATH),
            values.get(Keys.AUDIT_ALLOWED_FOLDERS),
            values.get(Keys.AUDIT_ROTATE_BYTES),
            values.get(Keys.AUDIT_ROTATE_COUNT),
            values.get(Keys.AUDIT_JSON_PATH),
            values.get(Keys.AUDIT_SYSLOG),
            values.get(Keys.AUDIT_KEY)),
        new Settings.Hook(
            values.get(Keys.HOOK_SCRIPT),
            values.get(Keys.HOOK_EVENTS),
            values.get(Keys.HOOK_TIMEOUT),
            values.get(Keys.HOOK_PARALLEL),
            values.get(Keys.HOOK_ATTEMPTS)),
        ViewKeys.web(values),
        ViewKeys.metrics(values),
        ViewKeys.push(values),
        MachineKeys.machine(values),
        PageKeys.settings(values),
        PlaceKeys.settings(values),
        FlowKeys.settings(values, file.flowRules()),
        FlowStoreKeys.settings(values),
        new Settings.Retention(
            values.get(Keys.FIVE_MINUTES_DAYS),
            values.get(Keys.HOURS_DAYS),
            values.get(Keys.DAYS_YEARS),
            values.get(Keys.EVENTS_DAYS),
            values.get(Keys.READINGS_DAYS)));
  }
}
