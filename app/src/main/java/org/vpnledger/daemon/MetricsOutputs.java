package org.vpnledger.daemon;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.config.Settings;
import org.vpnledger.metrics.MetricsPages;
import org.vpnledger.metrics.push.Authorization;
import org.vpnledger.metrics.push.Influx;
import org.vpnledger.metrics.push.Otlp;
import org.vpnledger.metrics.push.Target;
import org.vpnledger.metrics.push.Textfile;

/**
 * Writes and pushes metrics at their intervals, each target on a thread of its own, so that one
 * that does not answer delays nobody. Trouble is told when it begins, changes and ends.
 */
final class MetricsOutputs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsOutputs.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration SOON = Duration.ofMillis(500);

  private final List<Thread> threads = new ArrayList<>();

  /** Begins; does nothing if nothing is configured. */
  static MetricsOutputs start(Settings settings, MetricsPages pages) {
    MetricsOutputs outputs = new MetricsOutputs();
    Settings.Push push = settings.push();
    Authorization authorization = new Authorization(push.tokenFile());
    InstantSource clock = InstantSource.system();
    settings
        .metrics()
        .textfile()
        .ifPresent(file -> outputs.begin(new Textfile(file), settings.interval(), pages));
    if (!push.influxUrl().isEmpty()) {
      outputs.begin(
          new Influx(URI.create(push.influxUrl()), authorization, clock), push.interval(), pages);
    }
    if (!push.otlpUrl().isEmpty()) {
      outputs.begin(
          new Otlp(URI.create(push.otlpUrl()), authorization, Main.VERSION, clock),
          push.interval(),
          pages);
    }
    return outputs;
  }

  private void begin(Target target, Duration every, MetricsPages pages) {
    threads.add(Thread.ofVirtual().name(target.name()).start(() -> run(target, every, pages)));
  }

  private static void run(Target target, Duration every, MetricsPages pages) {
    Trouble trouble = new Trouble(target.name());
    try (target) {
      while (true) {
        long start = System.nanoTime();
        if (!pages.isReady()) {
          Thread.sleep(SOON);
          continue;
        }
        send(target, pages, trouble);
        long left = every.toNanos() - (System.nanoTime() - start);
        Thread.sleep(Duration.ofNanos(Math.max(left, 100_000_000L)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the daemon is stopping
    } catch (RuntimeException e) {
      LOG.warn("{}: {}", target.name(), e.toString());
    }
  }

  private static void send(Target target, MetricsPages pages, Trouble trouble)
      throws InterruptedException {
    try {
      target.send(pages);
      trouble.none();
    } catch (IOException e) {
      trouble.is(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      trouble.isUnexpected(e);
    }
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      try {
        thread.join(PATIENCE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
