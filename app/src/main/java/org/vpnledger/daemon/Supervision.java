package org.vpnledger.daemon;

import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.kernel.KernelException;
import org.vpnledger.kernel.Notifier;

/**
 * What the service manager is told of the daemon, if there is one. Used by the thread that owns the
 * ledger and by no other: a sign of life from anywhere else would hide that it hangs.
 */
final class Supervision implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Supervision.class);
  private static final long STATUS_EVERY = Duration.ofSeconds(2).toNanos();

  private final Notifier notifier;
  private final long aliveEvery;
  private long lastAlive;
  private long lastStatus;
  private String status = "";
  private boolean ready;
  private boolean complained;

  Supervision(Notifier notifier) {
    this.notifier = notifier;
    Duration watchdog = notifier.watchdog();
    // Half of it is what sd_watchdog_enabled(3) recommends; a third survives one that is late.
    this.aliveEvery = watchdog == null ? Long.MAX_VALUE : watchdog.toNanos() / 3;
    this.lastAlive = System.nanoTime();
    this.lastStatus = lastAlive;
  }

  /** That of this process, by its environment. */
  static Supervision of(Map<String, String> environment) {
    return new Supervision(Notifier.of(environment, ProcessHandle.current().pid()));
  }

  private interface Message {
    void send() throws KernelException;
  }

  /** The daemon has found its sources, or has reloaded. */
  void ready(String line) {
    ready = true;
    status = line;
    tell(() -> notifier.ready(line));
  }

  /** Called in each turn of the ledger's loop; the line is for {@code systemctl status}. */
  void turn(Supplier<String> summary) {
    if (!ready || !notifier.isHeard()) {
      return;
    }
    long now = System.nanoTime();
    if (now - lastAlive >= aliveEvery) {
      lastAlive = now;
      tell(notifier::alive);
    }
    if (now - lastStatus >= STATUS_EVERY) {
      lastStatus = now;
      String line = summary.get();
      if (!line.equals(status)) {
        status = line;
        tell(() -> notifier.tell(line));
      }
    }
  }

  void reloading() {
    tell(notifier::reloading);
  }

  void stopping() {
    tell(() -> notifier.stopping("commits what it knows"));
  }

  /** That nobody hears is no reason to end, and told once. */
  private void tell(Message message) {
    try {
      message.send();
    } catch (KernelException e) {
      if (!complained) {
        complained = true;
        LOG.warn("service manager: {}", e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    notifier.close();
  }
}
