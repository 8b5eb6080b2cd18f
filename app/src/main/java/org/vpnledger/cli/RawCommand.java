package org.vpnledger.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.vpnledger.report.SafeText;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.StoreException;
import org.vpnledger.store.sqlite.SqliteReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code vpnledger raw}: the month's bandwidth file, unchanged. */
@Command(name = "raw", description = "the lines of this month's bandwidth file, unchanged")
public final class RawCommand implements Callable<Integer> {
  @ParentCommand Surroundings surroundings;

  @Override
  public Integer call() throws IOException {
    Asking asking = surroundings.asking();
    YearMonth month = YearMonth.from(asking.now().atZone(zone(asking)));
    Path file = asking.logDir().resolve("bandwidth-" + month + ".log");
    try (BufferedReader lines =
        // unlike newBufferedReader, this bears bytes that are no UTF-8
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        asking.out().println(SafeText.plain(line));
      }
    } catch (java.nio.file.NoSuchFileException e) {
      throw new Complaint(
          file + " does not exist: the daemon writes it, name its folder with --log-dir");
    } catch (AccessDeniedException e) {
      throw new Complaint(file + ": permission denied: run as root");
    }
    asking.out().flush();
    return 0;
  }

  /** Files are named by the ledger's months; where there is no ledger, by its zone-to-be. */
  private static ZoneId zone(Asking asking) {
    try (LedgerReader reader = SqliteReader.open(asking.data().database())) {
      return reader.calendar().zoneAt(asking.now());
    } catch (StoreException e) {
      return asking.zone();
    }
  }
}
