package org.vpnledger.config;

import java.time.Duration;
import java.util.List;

/** Values that can be used, and probably should not: wherever they come from. */
final class Doubts {
  /** WireGuard's own: an active peer shakes hands so often, and a little later at times. */
  private static final Duration REKEYED = Duration.ofSeconds(150);

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private Doubts() {}

  /** Adds a line for each. */
  static void about(Values values, List<String> warnings) {
    Duration interval = values.get(Keys.INTERVAL);
    Duration threshold = values.get(Keys.THRESHOLD);
    if (interval.compareTo(HOUR) > 0) {
      warnings.add(
          on(values, Keys.INTERVAL, "Interval very large (>1h), this may delay issue detection"));
    }
    if (threshold.compareTo(interval) < 0) {
      warnings.add(
          on(
              values,
              Keys.THRESHOLD,
              "Threshold (%ds) < Interval (%ds), may cause false offline alerts"
                  .formatted(threshold.toSeconds(), interval.toSeconds())));
    }
    if (threshold.compareTo(MINUTE) < 0) {
      warnings.add(
          on(
              values,
              Keys.THRESHOLD,
              "Threshold <60s may be too sensitive for unstable networks:"
                  + " the kernel rekeys after 120 s"));
    } else if (threshold.compareTo(REKEYED) < 0) {
      warnings.add(
          on(values, Keys.THRESHOLD, "the kernel rekeys after 120 s: a lower threshold flaps"));
    }
  }

  private static String on(Values values, Key<?> key, String doubt) {
    return values.origin(key).complain(key.name(), doubt);
  }
}
