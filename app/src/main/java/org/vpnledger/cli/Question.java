package org.vpnledger.cli;

import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.vpnledger.report.Directory;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.sqlite.SqliteReader;
import picocli.CommandLine.ParentCommand;

/** A command that opens the ledger, asks, and closes it before the answer goes out. */
abstract class Question implements Callable<Integer> {
  @ParentCommand Surroundings surroundings;

  @Override
  public Integer call() {
    Asking asking = surroundings.asking();
    Runnable answer;
    try (LedgerReader reader = SqliteReader.open(asking.data().database())) {
      answer = ask(asking, reader, directory(reader));
    }
    // A pager that waits at the first screen must not hold the ledger open.
    answer.run();
    asking.out().flush();
    return 0;
  }

  /** The peers, with as much of each as the question needs. */
  Directory directory(LedgerReader reader) {
    return Directory.of(reader);
  }

  /** Asks, and returns what shows the answer. */
  abstract Runnable ask(Asking asking, LedgerReader reader, Directory peers);

  static ZoneId zone(LedgerReader reader, Asking asking) {
    return reader.calendar().zoneAt(asking.now());
  }
}
