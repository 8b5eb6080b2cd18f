package org.vpnledger.daemon;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.source.Source;
import org.vpnledger.source.SourceException;
import org.vpnledger.vpn.Observation;

/**
 * Looks at one source again and again, on a thread of its own, so that a source that hangs delays
 * no other. Looks fall on multiples of the interval by the wall clock, so that buckets end at a
 * look; a source may ask for one in between.
 */
final class Poller implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Poller.class);

  /**
   * What one look showed.
   *
   * @param source which source
   * @param observations of its tunnels
   * @param problem one line, absent unless nothing could be said of any tunnel
   * @param fatal why this source will never look again, absent as long as it does
   */
  record Look(
      String source,
      List<Observation> observations,
      @Nullable String problem,
      @Nullable Throwable fatal) {}

  private final Source source;
  private final Pace pace;
  private final BlockingQueue<Look> looks;

  Poller(Source source, Pace pace, BlockingQueue<Look> looks) {
    this.source = source;
    this.pace = pace;
    this.looks = looks;
  }

  @Override
  public void run() {
    try (source) {
      while (!Thread.currentThread().isInterrupted()) {
        long start = System.nanoTime();
        Look look = look();
        long end = System.nanoTime();
        String change = pace.note(Duration.ofNanos(end - start));
        if (change != null) {
          LOG.warn("source {}: {}", source.name(), change);
        }
        looks.put(look);
        rest(end);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the daemon is stopping
    } catch (Error e) {
      // A thread that ended in silence would leave everybody online for ever: the daemon ends
      // instead.
      LOG.error("source {}", source.name(), e);
      if (!looks.offer(new Look(source.name(), List.of(), null, e))) {
        looks.clear();
        looks.offer(new Look(source.name(), List.of(), null, e));
      }
    }
  }

  /** Until the next look is due, or the source has a reason for one and had its rest. */
  private void rest(long end) throws InterruptedException {
    Duration due = pace.untilDue(System.currentTimeMillis());
    long dueNanos = System.nanoTime() + due.toNanos();
    source.await(due);
    long until = Math.min(dueNanos, end + pace.rest().toNanos());
    Thread.sleep(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
  }

  private Look look() throws InterruptedException {
    try {
      return new Look(source.name(), source.poll(), null, null);
    } catch (SourceException e) {
      LOG.debug("{}", source.name(), e);
      return new Look(source.name(), List.of(), String.valueOf(e.getMessage()), null);
    } catch (RuntimeException e) {
      // A source's mistake must not end the daemon: it is told, and the next look may work.
      LOG.debug("source {}: unexpected error", source.name(), e);
      return new Look(source.name(), List.of(), "unexpected error, please report it: " + e, null);
    }
  }
}
