package org.vpnledger.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vpnledger.audit.Trust;
import org.vpnledger.audit.Verification;
import org.vpnledger.report.Units;
import org.vpnledger.store.StoreException;
import org.vpnledger.store.sqlite.SqliteFiles;

/** Whether the ledger's file is whole, and its latest events are those that were written. */
final class WholeLedger implements Examination {
  /** Larger files take longer than anybody waits for a first look. */
  private static final long MOST_BYTES = 256L << 20;

  private static final int EVENTS = 10_000;

  private final Premises premises;

  WholeLedger(Premises premises) {
    this.premises = premises;
  }

  @Override
  public String check() {
    return "ledger";
  }

  @Override
  public List<Finding> look() throws IOException, InterruptedException {
    Path file = premises.data().database();
    List<Finding> findings = new ArrayList<>();
    try {
      findings.add(file(file));
      var chain = new Verification(premises::ledger, new Trust(List.of())).ofLatest(EVENTS);
      findings.add(
          chain.problem() == null
              ? Finding.ok(check(), chain.proven())
              : Finding.problem(check(), chain.problem(), "vpnledger audit verify"));
    } catch (StoreException e) {
      findings.clear();
      findings.add(trouble(e));
    }
    return findings;
  }

  private Finding file(Path file) throws IOException {
    long size = Files.exists(file) ? Files.size(file) : 0;
    if (size > MOST_BYTES) {
      return Finding.ok(
          check(),
          "%s: %s, too large to look through here: 'vpnledger db check' does"
              .formatted(file, Units.bytes(size)));
    }
    SqliteFiles.requireWhole(file);
    return Finding.ok(check(), "%s is whole, %s".formatted(file, Units.bytes(size)));
  }

  private Finding trouble(StoreException e) {
    String message = String.valueOf(e.getMessage());
    return switch (e.reason()) {
      case ABSENT -> Finding.note(check(), "there is none yet", "the daemon makes one");
      case DENIED ->
          Finding.hidden(
              check(), "cannot be read by you", "run it as root, or: usermod -aG vpnledger NAME");
      case CORRUPT ->
          Finding.problem(
              check(),
              message,
              "restart the daemon: it sets the file aside and begins a new one from the bandwidth"
                  + " files; or put a backup there");
      case FULL, BUSY, NEWER, OTHER -> Finding.problem(check(), message, "vpnledger db check");
    };
  }
}
