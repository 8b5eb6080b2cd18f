package org.vpnledger.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An option of wg_monitor, under its names there: what it would rather correct than refuse is
 * corrected here too, and said in its words.
 *
 * @param variable in a file of {@code /etc/default}, never in the environment
 * @param flag of {@code run}
 * @param key what it sets
 * @param bound the least that it may be, if it is a number of seconds
 */
record MonitorOption(String variable, String flag, Key<?> key, @Nullable Bound bound) {
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,18}");

  /**
   * The least number of seconds.
   *
   * @param what as wg_monitor calls it in its warnings
   */
  record Bound(String what, int least) {}

  static final List<MonitorOption> ALL =
      List.of(
          new MonitorOption("LOG_PATH", "--log-path", Keys.AUDIT_LOG_PATH, null),
          new MonitorOption("INTERVAL", "--interval", Keys.INTERVAL, new Bound("Interval", 5)),
          new MonitorOption("THRESHOLD", "--threshold", Keys.THRESHOLD, new Bound("Threshold", 30)),
          new MonitorOption(
              "STATS_INTERVAL",
              "--stats-interval",
              Keys.STATS_INTERVAL,
              new Bound("Stats interval", 60)),
          new MonitorOption("INTERFACE", "--interface", Keys.INTERFACE_ONLY, null),
          new MonitorOption("ON_CHANGE_SCRIPT", "--on-change-script", Keys.HOOK_SCRIPT, null),
          // Not of wg_monitor, but beside the one that is.
          new MonitorOption("ON_CHANGE_EVENTS", "--on-change-events", Keys.HOOK_EVENTS, null),
          new MonitorOption("DEBUG", "--debug", Keys.DEBUG, null));

  static final Map<String, MonitorOption> BY_VARIABLE = byVariable();

  private static Map<String, MonitorOption> byVariable() {
    Map<String, MonitorOption> options = new LinkedHashMap<>();
    ALL.forEach(option -> options.put(option.variable, option));
    return options;
  }

  /** The option that sets a key; absent if it is one of ours only. */
  static @Nullable MonitorOption of(Key<?> key) {
    return ALL.stream().filter(option -> option.key.equals(key)).findFirst().orElse(null);
  }

  /**
   * The value as its key takes it.
   *
   * @param warnings receives what was corrected
   */
  String corrected(String text, Consumer<String> warnings) {
    String value = text.strip();
    if (bound != null && NUMBER.matcher(value).matches()) {
      long seconds = Long.parseLong(value);
      if (seconds < bound.least) {
        warnings.accept(
            "%s too small (<%ds), setting to %ds".formatted(bound.what, bound.least, bound.least));
      }
      return Long.toString(Math.max(seconds, bound.least));
    }
    return key.kind() instanceof Kind.Switch ? plainSwitch(value) : text;
  }

  /** In such files people write what any shell script would understand. */
  private static String plainSwitch(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "1", "yes", "on", "true" -> "true";
      case "0", "no", "off", "false" -> "false";
      default -> value;
    };
  }
}
