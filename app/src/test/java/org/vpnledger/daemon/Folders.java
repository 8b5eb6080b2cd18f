package org.vpnledger.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vpnledger.config.FlowSection;
import org.vpnledger.config.FlowStoreSection;
import org.vpnledger.config.Settings;
import org.vpnledger.name.NameBook;
import org.vpnledger.store.DataFolder;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Noticing;
import org.vpnledger.vpn.ObservationClock;
import org.vpnledger.vpn.PeerKey;

/** A daemon's folders, its settings, and a recorder over them whose clock stands still. */
record Folders(Path data, Path log, Instant now) {
  static final ZoneId ZONE = ZoneId.of("UTC");

  DataFolder folder() {
    return new DataFolder(data);
  }

  Settings settings() {
    return new Settings(
        "gw1",
        ZONE,
        data,
        log,
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Noticing.POLLS,
        Duration.ofMinutes(3),
        List.of(),
        Duration.ofHours(1),
        false,
        false,
        new Settings.Session(Duration.ofMinutes(5)),
        List.of(),
        new Settings.Names(Map.of(), List.of(), false),
        new Settings.Files(true, Duration.ofHours(1), true, 90),
        new Settings.Audit(
            true,
            log.resolve("wg_monitor.log"),
            List.of(),
            1 << 20,
            7,
            Optional.empty(),
            "",
            Optional.empty()),
        new Settings.Hook(
            Optional.empty(), List.of("ONLINE", "OFFLINE"), Duration.ofSeconds(10), 16, 5),
        new Settings.Web(
            "none",
            "none",
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false),
        new Settings.Metrics(
            List.of("mindflavor", "vpnledger"),
            false,
            false,
            false,
            true,
            false,
            250_000,
            true,
            Optional.empty()),
        new Settings.Push(Duration.ofSeconds(30), "", "", Optional.empty()),
        new Settings.Machine(true, Duration.ofMinutes(1), data, 30),
        new Settings.StatisticsPage(
            Optional.empty(), Optional.empty(), Duration.ofMinutes(1), true, true, 7, 500),
        new Settings.Place(List.of(), 30, 1000, "", Optional.empty(), 10, 1000),
        new FlowSection(
            false,
            data.resolve("flow"),
            List.of(),
            "flows",
            "whole",
            true,
            "",
            "parquet",
            Duration.ofSeconds(15),
            Duration.ofMinutes(1),
            262_144,
            32_000_000,
            Duration.ofMinutes(5),
            1_000_000,
            1,
            "",
            new FlowSection.Retention(7, 30, 30, 400),
            List.of()),
        new FlowStoreSection(
            "",
            "",
            "",
            "",
            Optional.empty(),
            "environment",
            Optional.empty(),
            "default",
            "none",
            "",
            Optional.empty(),
            false,
            false,
            10_000_000_000L,
            Duration.ofSeconds(30)),
        new Settings.Retention(7, 90, 5, 1825, 90));
  }

  Recorder recorder() {
    return recorder(Map.of());
  }

  /** With names of the operator's table. */
  Recorder recorder(Map<PeerKey, String> names) {
    ObservationClock clock = () -> new Moment(now, 1, "boot");
    return new Recorder(
        folder(),
        settings(),
        clock,
        new NameBook(NameBook.Where.table(names), List::of, InstantSource.fixed(now), ZONE));
  }
}
