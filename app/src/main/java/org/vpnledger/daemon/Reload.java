package org.vpnledger.daemon;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the reactions open their files again, and tells the service manager when they have: so
 * {@code systemctl reload} returns when logrotate may compress what it has put aside. The ledger's
 * thread waits for nobody meanwhile.
 */
final class Reload {
  private static final Logger LOG = LoggerFactory.getLogger(Reload.class);
  private static final long PATIENCE = Duration.ofSeconds(10).toNanos();

  private final AtomicBoolean wanted = new AtomicBoolean();
  private @Nullable List<CompletableFuture<Void>> underWay;
  private long since;

  /** Asked by any thread. */
  void request() {
    wanted.set(true);
  }

  /** Whether somebody asked and was not heard yet. */
  boolean isRequested() {
    return wanted.get();
  }

  /** Called in each turn of the ledger's loop; the line is for {@code systemctl status}. */
  void turn(List<Follower> followers, Supervision supervision, Supplier<String> summary) {
    if (wanted.compareAndSet(true, false)) {
      LOG.info("SIGHUP: log files are opened again");
      supervision.reloading();
      since = System.nanoTime();
      underWay = followers.stream().map(Follower::reopen).toList();
    }
    if (underWay != null
        && (underWay.stream().allMatch(CompletableFuture::isDone)
            || System.nanoTime() - since > PATIENCE)) {
      underWay = null;
      supervision.ready(summary.get());
    }
  }
}
