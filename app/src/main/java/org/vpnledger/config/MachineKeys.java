package org.vpnledger.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What can be set of the machine's own figures. */
final class MachineKeys {
  static final Key<Boolean> ENABLED =
      Keys.key(
          "machine.enabled",
          new Kind.Switch(),
          values -> true,
          "Whether disk, memory, load and processes of this machine are sampled.");
  static final Key<Duration> INTERVAL =
      Keys.key(
          "machine.interval",
          new Kind.Seconds(5, 86_400, false),
          values -> Duration.ofMinutes(1),
          "Seconds between two samples.");
  static final Key<Path> DISK =
      Keys.key(
          "machine.disk",
          new Kind.Location(),
          values -> values.get(Keys.DATA_DIR),
          "Any path on the disk that is looked at; the ledger's own unless set.");
  static final Key<Integer> KEEP_DAYS =
      Keys.key(
          "machine.keep_days",
          new Kind.Count("days", 1, 3_660),
          values -> 30,
          "Days for which samples are kept.");

  static final List<Key<?>> ALL = List.of(ENABLED, INTERVAL, DISK, KEEP_DAYS);

  static final Keys.Section SECTION =
      new Keys.Section("machine", "The machine's own figures: disk, memory, load, processes.");

  private MachineKeys() {}

  static Settings.Machine machine(Values values) {
    return new Settings.Machine(
        values.get(ENABLED), values.get(INTERVAL), values.get(DISK), values.get(KEEP_DAYS));
  }
}
