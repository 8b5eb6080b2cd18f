package org.vpnledger.daemon;

import java.nio.file.Path;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.ledger.State;
import org.vpnledger.store.StoreException;
import org.vpnledger.store.sqlite.SqliteReader;
import org.vpnledger.store.sqlite.SqliteWriter;

/**
 * What is counted along for those who look while the daemon runs, begun from what is stored. That
 * it cannot be read is no reason to keep no ledger: then it is tried again. Used by one thread.
 */
final class Counting {
  private static final Logger LOG = LoggerFactory.getLogger(Counting.class);

  private final Tally tally = new Tally();
  private final Commits commits = new Commits();
  private String corrections = "";

  Tally tally() {
    return tally;
  }

  Commits commits() {
    return commits;
  }

  /**
   * Begins from the file.
   *
   * @param state equal to what is committed there
   */
  void begin(Path ledger, SqliteWriter writer, State state, Instant now) {
    try (SqliteReader reader = SqliteReader.open(ledger)) {
      String known = writer.corrections();
      tally.begin(EarlierMonths.read(reader, state, now));
      commits.begin(reader.lastEvent());
      corrections = known;
    } catch (StoreException e) {
      LOG.warn("totals of earlier months: {}", e.getMessage());
    }
  }

  /** Whether earlier months were corrected since, by an import say. */
  boolean isOutdated(SqliteWriter writer) {
    try {
      return !writer.corrections().equals(corrections);
    } catch (StoreException e) {
      LOG.debug("corrections", e); // the next commit tells what is the matter
      return false;
    }
  }
}
