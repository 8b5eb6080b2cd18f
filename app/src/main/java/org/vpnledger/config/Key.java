package org.vpnledger.config;

import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be set. Reading the file, the environment and flags, {@code config show} and
 * its {@code --defaults} all follow from this.
 *
 * @param name dotted, as in {@code files.keep_days}
 * @param kind the values it takes
 * @param fallback the default, which may depend on the surroundings and on keys before it; absent
 *     if there is none
 * @param meaning one line
 * @param <T> the type of its value
 */
record Key<T>(String name, Kind<T> kind, @Nullable Function<Values, T> fallback, String meaning) {

  /** The variable that sets it: {@code VPNLEDGER_FILES_KEEP_DAYS}. */
  String variable() {
    return "VPNLEDGER_" + name.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /** The flag that sets it, where a command has it: {@code --files-keep-days}. */
  String flag() {
    MonitorOption option = MonitorOption.of(this);
    String unlessItHasAnother = PageKeys.ALL.contains(this) ? lastName() : name;
    return option != null
        ? option.flag()
        : "--" + unlessItHasAnother.replace('.', '-').replace('_', '-');
  }

  /** The table that it is in; empty for the top of the file. */
  String section() {
    return name.substring(0, Math.max(name.lastIndexOf('.'), 0));
  }

  /** The name within its table. */
  String lastName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Whether a variable or a flag can hold its value: a path may hold whatever would divide two. */
  boolean isScalar() {
    return !(kind instanceof Kind.Locations);
  }
}
