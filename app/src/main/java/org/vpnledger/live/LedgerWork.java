package org.vpnledger.live;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the ledger's file is doing.
 *
 * @param sizeBytes of the file and its log
 * @param commits how many since the daemon began
 * @param failures how many could not be written
 * @param spent the time that all of them took
 * @param pendingFacts what waits for the next commit
 * @param lastEvent the number of the last event that was committed
 * @param trouble why the last commit failed, one line for people; absent if it did not
 */
public record LedgerWork(
    long sizeBytes,
    long commits,
    long failures,
    Duration spent,
    int pendingFacts,
    long lastEvent,
    @Nullable String trouble) {
  /** Of a ledger in which nothing was written yet. */
  public static final LedgerWork NONE = new LedgerWork(0, 0, 0, Duration.ZERO, 0, 0, null);
}
