package org.vpnledger.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.vpnledger.audit.AuditOutput;
import org.vpnledger.store.Cursors;
import org.vpnledger.store.sqlite.SqliteCursors;
import org.vpnledger.store.sqlite.SqliteReader;

/** Tells committed events to one output. */
final class AuditReaction implements Reaction {
  private static final Duration UNTIL_WOKEN = Duration.ofMinutes(1);

  private final AuditOutput output;
  private final Path ledger;

  AuditReaction(AuditOutput output, Path ledger) {
    this.output = output;
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return output.name();
  }

  @Override
  public Duration catchUp() throws IOException {
    try (Cursors cursors = SqliteCursors.open(ledger)) {
      boolean more = true;
      while (more && !Thread.currentThread().isInterrupted()) {
        // Each batch by a reader of its own: one that stays open keeps the ledger's log growing.
        try (SqliteReader reader = SqliteReader.open(ledger)) {
          more = output.catchUp(reader, cursors);
        }
      }
    }
    return UNTIL_WOKEN;
  }

  @Override
  public void close() {
    output.close();
  }
}
