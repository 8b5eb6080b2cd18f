package org.vpnledger.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Entry;
import org.vpnledger.live.LedgerWork;

/** Counts commits, for those who look while the daemon runs. Used by one thread. */
final class Commits {
  private long written;
  private long failed;
  private long nanos;
  private long lastEvent;

  /** A ledger was opened. */
  void begin(long event) {
    lastEvent = event;
  }

  void succeeded(List<Entry> entries, long took) {
    written++;
    nanos += took;
    lastEvent += entries.stream().filter(Entry.Happened.class::isInstance).count();
  }

  void failed(long took) {
    failed++;
    nanos += took;
  }

  /**
   * All of it.
   *
   * @param waiting how many facts wait for the next commit
   * @param trouble why the last one failed
   */
  LedgerWork work(Path ledger, int waiting, @Nullable String trouble) {
    Path log = ledger.resolveSibling(ledger.getFileName() + "-wal");
    return new LedgerWork(
        size(ledger) + size(log),
        written,
        failed,
        Duration.ofNanos(nanos),
        waiting,
        lastEvent,
        trouble);
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // there is none now
    }
  }
}
