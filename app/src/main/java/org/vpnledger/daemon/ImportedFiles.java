package org.vpnledger.daemon;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.vpnledger.audit.MonitorLog;
import org.vpnledger.audit.MonitorSessions;
import org.vpnledger.cli.Complaint;
import org.vpnledger.config.Settings;
import org.vpnledger.files.BandwidthImport;
import org.vpnledger.report.SafeText;
import org.vpnledger.store.DataFolder;
import org.vpnledger.store.ImportedStatistics;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.StoreException;
import org.vpnledger.store.TunnelRow;
import org.vpnledger.store.sqlite.SessionImport;
import org.vpnledger.store.sqlite.SqliteReader;
import org.vpnledger.store.sqlite.StatisticsDatabase;
import org.vpnledger.vpn.Protocol;
import org.vpnledger.vpn.TunnelId;

/**
 * The files of an import by what is in them. Databases and logs of sessions are read whole before
 * anything is written, so that a bad one leaves no half of an import.
 */
final class ImportedFiles {
  /** One database and what was found in it. */
  private record Database(Path file, ImportedStatistics found) {}

  private record Log(Path file, int lines) {}

  private final List<Path> bandwidth = new ArrayList<>();
  private final List<Database> databases = new ArrayList<>();
  private final List<Log> logs = new ArrayList<>();
  private final MonitorSessions sessions;

  private ImportedFiles(List<Path> files, ZoneId zone, Instant now) {
    MonitorLog log = new MonitorLog(zone, now);
    List<String> problems = new ArrayList<>();
    for (Path file : files) {
      String problem = problem(file);
      if (problem == null) {
        problem = read(file, zone, now, log);
      }
      if (problem != null) {
        problems.add(problem + "; nothing was imported");
      }
    }
    if (!problems.isEmpty()) {
      throw new Complaint(String.join("\n", problems));
    }
    this.sessions = log.sessions();
  }

  /**
   * Reads them.
   *
   * @param zone the one of times without a zone
   * @throws Complaint with a line for each that is no good
   */
  static ImportedFiles read(List<Path> files, ZoneId zone, Instant now) {
    return new ImportedFiles(files, zone, now);
  }

  private static @Nullable String problem(Path file) {
    if (!Files.isRegularFile(file)) {
      return file
          + (Files.exists(file)
              ? ": not a file"
              : Files.notExists(file) ? ": no such file" : ": permission denied: run as root");
    }
    return Files.isReadable(file) ? null : file + ": permission denied: run as root";
  }

  private @Nullable String read(Path file, ZoneId zone, Instant now, MonitorLog log) {
    try {
      if (StatisticsDatabase.isDatabase(file)) {
        databases.add(new Database(file, StatisticsDatabase.read(file, zone, now)));
      } else if (MonitorLog.isOne(file)) {
        logs.add(new Log(file, log.read(file)));
      } else {
        if (BandwidthImport.isCompressed(file)) { // only who reads all of it knows if it is whole
          BandwidthImport.read(file, now, _ -> {}, _ -> {});
        }
        bandwidth.add(file);
      }
      return null;
    } catch (StoreException e) {
      return e.getMessage();
    } catch (IOException e) {
      return Main.unreadable(file.toString(), e).getMessage();
    }
  }

  /** The rest: bandwidth files, or nothing that is known. */
  List<Path> bandwidth() {
    return bandwidth;
  }

  /** Whether there is any file of sessions. */
  boolean hasSessions() {
    return !databases.isEmpty() || !logs.isEmpty();
  }

  /**
   * The tunnel that sessions of OpenVPN belong to: the one that is named, or the only one there is.
   *
   * @param named by its source, absent if it is not
   */
  @Nullable TunnelId server(@Nullable String named, Settings settings, DataFolder folder) {
    if (databases.isEmpty()) {
      return null;
    }
    Set<TunnelId> known = servers(settings, folder);
    if (named != null) {
      TunnelId wanted = new TunnelId(named, named); // as sources of OpenVPN call theirs
      if (!known.isEmpty() && !known.contains(wanted)) {
        throw new Complaint(
            "--source: no OpenVPN server is called '%s': there %s; nothing was imported"
                .formatted(SafeText.plain(named), names(known)));
      }
      return wanted;
    }
    if (known.size() > 1) {
      throw new Complaint(
          "%s: which server is it of? Say so with --source: there %s; nothing was imported"
              .formatted(databases.getFirst().file(), names(known)));
    }
    return known.isEmpty() ? SessionImport.unknownServer() : known.iterator().next();
  }

  private static String names(Set<TunnelId> known) {
    return (known.size() == 1 ? "is " : "are ")
        + String.join(", ", known.stream().map(TunnelId::source).toList());
  }

  /** Those of the settings, and those of the ledger, which flags may have named. */
  private static Set<TunnelId> servers(Settings settings, DataFolder folder) {
    Set<TunnelId> known = new TreeSet<>();
    settings.sources().stream()
        .filter(Sources::isOpenVpn)
        .forEach(source -> known.add(new TunnelId(source.name(), source.name())));
    if (Files.exists(folder.database())) {
      try (LedgerReader reader = SqliteReader.open(folder.database())) {
        reader.tunnels().stream()
            .filter(row -> row.protocol() == Protocol.OPENVPN)
            .map(TunnelRow::tunnel)
            .filter(tunnel -> !tunnel.equals(SessionImport.unknownServer()))
            .forEach(known::add);
      } catch (StoreException e) {
        // An empty or older file has none; one that cannot be read is told of when it is written.
        return known;
      }
    }
    return known;
  }

  /** Hands everything over. */
  void give(SessionImport importer, @Nullable TunnelId server) {
    for (Database database : databases) {
      if (server != null) {
        database.found().sessions().forEach(session -> importer.addOpenVpn(server, session));
      }
      database.found().places().forEach(importer::addPlace);
      database.found().samples().forEach(importer::addSample);
    }
    sessions.forEach(importer::addWireGuard);
  }

  /** Says what was found. */
  void tell(PrintWriter out, @Nullable TunnelId server) {
    for (Database database : databases) {
      ImportedStatistics found = database.found();
      out.println(
          "%s: sessions for %s: %d, places: %d, samples of the machine: %d"
              .formatted(
                  database.file(),
                  server == null || server.equals(SessionImport.unknownServer())
                      ? "the first server that has a client of the name"
                      : "the server " + SafeText.plain(server.source()),
                  found.sessions().size(),
                  found.places().size(),
                  found.samples().size()));
      if (found.skipped() > 0) {
        out.println(
            "%s: %d rows are no sessions and were left out, the first is %s"
                .formatted(database.file(), found.skipped(), found.firstSkipped()));
      }
    }
    for (Log log : logs) {
      out.println("%s: lines of wg_monitor: %d".formatted(log.file(), log.lines()));
    }
    if (!logs.isEmpty()) {
      out.println("sessions in these logs: %d".formatted(sessions.count()));
      if (sessions.unfinished() > 0) {
        out.println("left out, since no end of theirs is told: " + sessions.unfinished());
      }
    }
  }
}
