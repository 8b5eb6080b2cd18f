package org.vpnledger.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.locks.LockSupport;

/**
 * Much work in short transactions, with a rest after each: a daemon that runs has its turns
 * meanwhile.
 */
final class Turns {
  private static final long LONGEST = Duration.ofMillis(100).toNanos();

  /** Who waits looks again every tenth of a second, and is to find the file free soon. */
  private static final int SHARE = 4;

  /** What is done with each, never divided. */
  interface Step<T> {
    void take(T one) throws SQLException;
  }

  private Turns() {}

  /** Does it with each; what was done before something went wrong stays. */
  static <T> void each(Connection connection, Collection<T> all, Step<T> step) throws SQLException {
    Iterator<T> rest = all.iterator();
    while (rest.hasNext()) {
      long start = System.nanoTime();
      Transaction.run(
          connection,
          () -> {
            do {
              step.take(rest.next());
            } while (rest.hasNext() && System.nanoTime() - start < LONGEST);
          });
      if (rest.hasNext()) {
        LockSupport.parkNanos((System.nanoTime() - start) / SHARE);
      }
    }
  }
}
