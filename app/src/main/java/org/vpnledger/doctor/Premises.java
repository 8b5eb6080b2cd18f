package org.vpnledger.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vpnledger.config.Configuration;
import org.vpnledger.config.Settings;
import org.vpnledger.report.Units;
import org.vpnledger.store.DataFolder;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.sqlite.SqliteReader;

/**
 * Where everything is that is looked at.
 *
 * @param configuration the settings in effect for who asks
 * @param defaultsFolder of the files that services take variables from
 * @param unit what systemd calls the service
 * @param system the root of the file system; another one for tests
 * @param now what time it is
 * @param tunnels looks at the tunnels, once
 */
public record Premises(
    Configuration configuration,
    Path defaultsFolder,
    String unit,
    Path system,
    Instant now,
    Callable<TunnelLook> tunnels) {

  Settings settings() {
    return configuration.settings();
  }

  DataFolder data() {
    return new DataFolder(settings().dataDir());
  }

  /** The caller closes it. */
  LedgerReader ledger() {
    return SqliteReader.open(data().database());
  }

  /** What a look at the tunnels gives now. */
  TunnelLook look() throws IOException, InterruptedException {
    try {
      return tunnels.call();
    } catch (IOException | InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Where a path of the system is from here. */
  Path at(String path) {
    return system.resolve(path.substring(1));
  }

  /** Who asks. */
  ProcessRights caller() {
    return ProcessRights.self();
  }

  /** The daemon's process, absent if there is none or it cannot be told. */
  @Nullable ProcessRights daemon() {
    return LockHolder.of(data().lockFile());
  }

  /** {@code 3 min ago}, or in how long. */
  String ago(Instant then) {
    Duration age = Duration.between(then, now);
    String words = words(age.abs());
    return age.isNegative() ? "in " + words : words + " ago";
  }

  /** {@code 2026-01-31 10:00:00} on the ledger's clock. */
  String time(Instant at) {
    return Units.time(at, settings().zone());
  }

  private static String words(Duration duration) {
    if (duration.toMinutes() < 2) {
      return duration.toSeconds() + " s";
    }
    if (duration.toHours() < 2) {
      return duration.toMinutes() + " min";
    }
    return duration.toDays() < 2 ? duration.toHours() + " h" : duration.toDays() + " days";
  }

  /** How a unit is given more rights. */
  String dropIn(String name) {
    return "put dist/systemd/%s into /etc/systemd/system/%s.d/, then: systemctl daemon-reload; systemctl restart %s"
        .formatted(name, unit, unit);
  }
}
