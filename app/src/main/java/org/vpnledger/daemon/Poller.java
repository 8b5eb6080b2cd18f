package org.vpnledger.daemon;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Collectors;
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
   * @param took how long it took
   * @param problem one line, absent unless nothing could be said of any tunnel
   * @param malformed whether the problem is an answer that is not what its format promises
   * @param fatal why this source will never look again, absent as long as it does
   */
  record Look(
      String source,
      List<Observation> observations,
      Duration took,
      @Nullable String problem,
      boolean malformed,
      @Nullable Throwable fatal) {

    /** A look that told nothing. */
    static Look failed(String source, String problem, boolean malformed) {
      return new Look(source, List.of(), Duration.ZERO, problem, malformed, null);
    }

    /** The last one. */
    static Look fatal(String source, Throwable fatal) {
      return new Look(source, List.of(), Duration.ZERO, null, false, fatal);
    }

    Look within(Duration time) {
      return new Look(source, observations, time, problem, malformed, fatal);
    }
  }

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
        if (LOG.isDebugEnabled() && (source.readsTunnels() || !look.observations().isEmpty())) {
          LOG.debug(
              "source {}: {} ({} ms)", source.name(), inShort(look), (end - start) / 1_000_000);
        }
        String change = pace.note(Duration.ofNanos(end - start));
        if (change != null) {
          LOG.warn("source {}: {}", source.name(), change);
        }
        looks.put(look.within(Duration.ofNanos(end - start)));
        rest(end);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the daemon is stopping
    } catch (Error e) {
      // A thread that ended in silence would leave everybody online for ever: the daemon ends
      // instead.
      LOG.error("source {}", source.name(), e);
      if (!looks.offer(Look.fatal(source.name(), e))) {
        looks.clear();
        looks.offer(Look.fatal(source.name(), e));
      }
    }
  }

  /** Of ten thousand peers only how many they are. */
  private static String inShort(Look look) {
    if (look.problem() != null) {
      return look.problem();
    }
    if (look.observations().isEmpty()) {
      return "looked, found nothing";
    }
    return look.observations().stream()
        .map(seen ->
            seen.tunnel().interfaceName()
                + switch (seen) {
                  case Observation.Read read -> " read, peers: " + read.connections().size();
                  case Observation.ReadFailed failed -> " failed: " + failed.reason();
                  default -> " " + seen.getClass().getSimpleName().toLowerCase(Locale.ROOT);
                })
        .collect(Collectors.joining("; ", "looked: ", ""));
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
      return new Look(source.name(), source.poll(), Duration.ZERO, null, false, null);
    } catch (SourceException e) {
      LOG.debug("{}", source.name(), e);
      return Look.failed(source.name(), String.valueOf(e.getMessage()), e.isMalformed());
    } catch (RuntimeException e) {
      // A source's mistake must not end the daemon: it is told, and the next look may work.
      LOG.debug("source {}: unexpected error", source.name(), e);
      return Look.failed(source.name(), "unexpected error, please report it: " + e, false);
    }
  }
}
