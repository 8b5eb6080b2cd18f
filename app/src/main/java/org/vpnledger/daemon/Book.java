package org.vpnledger.daemon;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.vpnledger.audit.AuditKey;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.chain.SignedHead;
import org.vpnledger.chain.SigningKey;
import org.vpnledger.config.Settings;
import org.vpnledger.files.BandwidthImport;
import org.vpnledger.ledger.Rules;
import org.vpnledger.ledger.State;
import org.vpnledger.live.Gateway;
import org.vpnledger.store.DataFolder;
import org.vpnledger.store.HeadSigner;
import org.vpnledger.store.Retention;
import org.vpnledger.store.StoreException;
import org.vpnledger.store.StoreException.Reason;
import org.vpnledger.store.sqlite.ReadingImport;
import org.vpnledger.store.sqlite.SqliteFiles;
import org.vpnledger.store.sqlite.SqliteWriter;

/** The ledger as it was opened for writing: its file, its rules, and what it remembers. */
record Book(SqliteWriter writer, Rules rules, State state, Gateway gateway) {
  /** Larger files are not checked whole at every start: that would take minutes. */
  private static final long QUICKLY_CHECKED = 64L << 20;

  /**
   * Opens the ledger. A corrupt one is set aside, and a new one begun from the bandwidth files.
   *
   * @param notices takes lines for people
   */
  static Book open(DataFolder folder, Settings settings, Instant now, Consumer<String> notices) {
    folder.create();
    try {
      return read(folder, settings, now);
    } catch (StoreException e) {
      if (e.reason() != Reason.CORRUPT) {
        throw e;
      }
      return anew(folder, settings, now, notices);
    }
  }

  /** Sets the file aside and begins a new one. */
  static Book anew(DataFolder folder, Settings settings, Instant now, Consumer<String> notices) {
    Path aside = SqliteFiles.setAside(folder.database(), now);
    notices.accept("the ledger was corrupt: it is kept as " + aside + ", and a new one begins");
    Book book = read(folder, settings, now);
    List<Path> files = bandwidthFiles(settings.logDir());
    if (!files.isEmpty()) {
      ReadingImport readings = book.writer.importer(book.rules.calendar());
      try {
        for (Path file : files) {
          BandwidthImport.read(file, now, readings::add, _ -> {});
        }
      } catch (IOException e) {
        notices.accept("bandwidth files: " + e.getMessage() + ": the rest is left out");
      }
      notices.accept(
          "%d readings were taken over from %d bandwidth files in %s"
              .formatted(readings.finish(now), files.size(), settings.logDir()));
    }
    return read(book, settings, now);
  }

  private static Book read(Book opened, Settings settings, Instant now) {
    return of(opened.writer, settings, now);
  }

  private static Book read(DataFolder folder, Settings settings, Instant now) {
    Path file = folder.database();
    try {
      if (Files.exists(file) && Files.size(file) > 0 && Files.size(file) < QUICKLY_CHECKED) {
        SqliteFiles.requireWhole(file);
      }
    } catch (IOException e) {
      throw new StoreException(Reason.OTHER, file + ": " + e.getMessage(), e);
    }
    SqliteWriter writer = SqliteWriter.open(file, retention(settings), signer(folder, settings));
    boolean opened = false;
    try {
      writer.meta().nameGateway(settings.gatewayName());
      Book book = of(writer, settings, now);
      opened = true;
      return book;
    } finally {
      if (!opened) {
        writer.close();
      }
    }
  }

  private static Book of(SqliteWriter writer, Settings settings, Instant now) {
    LedgerCalendar calendar = writer.calendar(settings.zone(), now);
    Rules rules =
        new Rules(
            calendar,
            settings.threshold(),
            settings.session().resume(),
            // A source that was slowed down is not a source that is silent.
            longer(settings.interval(), settings.longestInterval().dividedBy(2)),
            settings.files().interval());
    return new Book(
        writer,
        rules,
        writer.load(),
        new Gateway(
            settings.gatewayName(),
            writer.meta().gatewayId(),
            calendar.zoneAt(now),
            writer.meta().began(now)));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** Signs what is left of events that are deleted; its key is there from the first start on. */
  private static HeadSigner signer(DataFolder folder, Settings settings) {
    try {
      SigningKey key =
          settings.audit().key().isPresent()
              ? AuditKey.signing(settings.audit().key().get())
              : AuditKey.ownOrNew(folder.path());
      return head -> SignedHead.of(head, key).toFile();
    } catch (IOException e) {
      throw new StoreException(Reason.OTHER, "audit key " + e.getMessage(), e);
    }
  }

  static Retention retention(Settings settings) {
    Settings.Retention kept = settings.retention();
    return new Retention(
        kept.fiveMinutesDays(),
        kept.hoursDays(),
        kept.daysYears(),
        kept.readingsDays(),
        kept.eventsDays(),
        settings.machine().keepDays());
  }

  private static List<Path> bandwidthFiles(Path folder) {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> all =
          Files.newDirectoryStream(folder, "bandwidth-*.{log,log.gz}")) {
        all.forEach(files::add);
      } catch (IOException e) {
        throw new StoreException(Reason.OTHER, folder + ": " + e.getMessage(), e);
      }
    }
    files.sort(null);
    return files;
  }
}
