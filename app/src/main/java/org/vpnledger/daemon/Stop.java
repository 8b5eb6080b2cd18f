package org.vpnledger.daemon;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The wish of whoever runs a command that it end: SIGTERM or SIGINT. The process then waits until
 * the command has put everything in order, and closes this.
 */
final class Stop implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean asked;

  private Stop() {}

  static Stop onSignals() {
    Stop stop = new Stop();
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(stop::end));
    return stop;
  }

  private void end() {
    if (done.getCount() == 0) {
      return; // it ended by itself
    }
    asked = true;
    try {
      if (done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it is to end. */
  boolean isAsked() {
    return asked;
  }

  @Override
  public void close() {
    done.countDown();
  }
}
