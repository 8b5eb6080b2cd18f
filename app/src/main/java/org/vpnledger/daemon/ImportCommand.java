package org.vpnledger.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.config.Settings;
import org.vpnledger.files.BandwidthImport;
import org.vpnledger.report.Units;
import org.vpnledger.store.DataFolder;
import org.vpnledger.store.sqlite.ReadingImport;
import org.vpnledger.store.sqlite.SessionImport;
import org.vpnledger.store.sqlite.SqliteWriter;
import org.vpnledger.vpn.TunnelId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code vpnledger import FILE…}: old readings and sessions, dated, twice without doubling. */
@Command(
    name = "import",
    description =
        "brings in bandwidth-*.log files, wg_monitor.log and the database of OpenVPN Statistics,"
            + " told apart by what is in them; doing it twice changes nothing")
final class ImportCommand implements Callable<Integer> {
  @ParentCommand Main main;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "the OpenVPN server that a database is of, if there are several")
  @Nullable String source;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "logs also as .gz, in any order")
  List<Path> files = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = main.configuration().settings();
    Instant now = Instant.now();
    // Every file is looked at before the first one is taken in.
    ImportedFiles found = ImportedFiles.read(files, settings.zone(), now);
    DataFolder folder = new DataFolder(settings.dataDir());
    TunnelId server = found.server(source, settings, folder);
    folder.create();
    // A running daemon has the lock, and SQLite lets both write; otherwise nobody may start
    // meanwhile.
    try (DataFolder.Lock lock = folder.tryLock();
        SqliteWriter writer =
            lock == null
                ? SqliteWriter.openBeside(folder.database(), Book.retention(settings))
                : SqliteWriter.open(folder.database(), Book.retention(settings))) {
      if (writer.meta().gatewayName().isEmpty()) {
        writer.meta().nameGateway(settings.gatewayName()); // no daemon ever did
      }
      LedgerCalendar calendar = writer.calendar(settings.zone(), now);
      boolean understood = found.hasSessions();
      if (!found.bandwidth().isEmpty()) {
        understood |= takeReadings(found.bandwidth(), writer.importer(calendar), now);
      }
      if (found.hasSessions()) {
        found.tell(main.out(), server);
        SessionImport sessions = writer.sessionImporter(calendar);
        found.give(sessions, server);
        long added = sessions.finish(now);
        main.out().println(added + " new sessions; what was imported before is not counted twice");
        if (sessions.elsewhere() > 0) {
          main.out()
              .println(
                  sessions.elsewhere()
                      + " sessions were imported for another server, and stay there");
        }
      }
      return understood ? 0 : Mistakes.FAILED;
    }
  }

  private boolean takeReadings(List<Path> files, ReadingImport readings, Instant now) {
    boolean understood = false;
    for (Path file : files) {
      understood |= take(file, readings);
    }
    main.out().println("making usage of them");
    main.out().flush();
    long added = readings.finish(now);
    main.out().println(added + " new readings; what was imported before is not counted twice");
    return understood;
  }

  private boolean take(Path file, ReadingImport readings) {
    Progress progress = new Progress(file, main);
    try {
      BandwidthImport.Result result =
          BandwidthImport.read(file, Instant.now(), readings::add, progress::at);
      progress.done();
      main.out().println("%s: %d readings".formatted(file, result.readings()));
      if (result.readings() == 0) {
        main.out()
            .println(
                ("%s: no bandwidth log: lines begin unix_timestamp,datetime,public_key,…;"
                        + " neither a log of wg_monitor nor a database")
                    .formatted(file));
      } else if (result.skipped() > 0) {
        main.out()
            .println(
                "%s: %d lines are no readings and were left out, the first is line %d"
                    .formatted(file, result.skipped(), result.firstSkipped()));
      }
      return result.readings() > 0;
    } catch (IOException e) {
      throw Main.unreadable(file.toString(), e);
    }
  }

  /** A bar on the terminal; nothing elsewhere. */
  private static final class Progress {
    private static final int BAR = 30;
    private final Path file;
    private final Main main;
    private final long size;
    private final boolean shown;
    private int drawn = -1;

    Progress(Path file, Main main) {
      this.file = file;
      this.main = main;
      this.shown = main.asking().width() > 0;
      this.size = Math.max(1, file.toFile().length());
    }

    void at(long bytes) {
      int filled = (int) Math.min(BAR, bytes * BAR / size);
      if (shown && filled != drawn) {
        drawn = filled;
        main.out()
            .print(
                "\r[%s%s] %3d%% of %s %s"
                    .formatted(
                        "#".repeat(filled),
                        " ".repeat(BAR - filled),
                        Math.min(100, bytes * 100 / size),
                        Units.bytes(size),
                        file.getFileName()));
        main.out().flush();
      }
    }

    void done() {
      if (shown) {
        main.out().print("\r\u001b[K");
      }
    }
  }
}
