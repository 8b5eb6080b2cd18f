package org.vpnledger.bench;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What scrapes cost a running daemon: its threads' processor time around each, half a poll's time
 * after a poll, when nothing else runs in it. Prints a line each: what, median, least; then what
 * eight scrapers at once add to its peak of memory.
 */
public final class ScrapeCost {
  private static final long POLL_MILLIS = 5_000;
  private static final int ROUNDS = 15;
  private static final int WARM_UP = 5;
  private static final int AT_ONCE = 8;

  private ScrapeCost() {}

  /** The daemon's process and address; what comes after is the launcher's own. */
  public static void main(String[] args) throws IOException, InterruptedException {
    ProcessCost daemon = new ProcessCost(Long.parseLong(args[0]));
    String base = args[1];
    for (String page : List.of("/metrics/mindflavor", "/metrics")) {
      URI address = URI.create(base + page);
      measure(daemon, page + ", text", new Scrape(address, Scrape.PLAIN));
      measure(daemon, page + ", OpenMetrics in gzip", new Scrape(address, Scrape.PROMETHEUS));
    }
    for (String page : List.of("/metrics/mindflavor", "/metrics")) {
      crowd(daemon, page, new Scrape(URI.create(base + page), Scrape.PROMETHEUS));
    }
  }

  private static void measure(ProcessCost daemon, String what, Scrape scrape)
      throws IOException, InterruptedException {
    List<Long> fresh = new ArrayList<>();
    List<Long> again = new ArrayList<>();
    long bytes = 0;
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      awaitTheMiddleOfTwoPolls();
      long before = daemon.threadNanos();
      bytes = scrape.run();
      long between = daemon.threadNanos();
      scrape.run();
      long after = daemon.threadNanos();
      if (round >= 0) {
        fresh.add(between - before);
        again.add(after - between);
      }
    }
    print(what + " (" + bytes / 1024 + " KiB), after a poll", fresh);
    print(what + ", again", again);
  }

  private static void awaitTheMiddleOfTwoPolls() throws InterruptedException {
    long ahead = POLL_MILLIS / 2 - System.currentTimeMillis() % POLL_MILLIS;
    Thread.sleep(ahead > 0 ? ahead : ahead + POLL_MILLIS);
  }

  private static void print(String what, List<Long> nanos) {
    Collections.sort(nanos);
    System.out.println(
        String.format(
            Locale.ROOT,
            "%s\t%.1f\t%.1f",
            what,
            nanos.get(nanos.size() / 2) / 1e6,
            nanos.getFirst() / 1e6));
  }

  private static void crowd(ProcessCost daemon, String page, Scrape scrape)
      throws IOException, InterruptedException {
    awaitTheMiddleOfTwoPolls();
    daemon.forgetPeak();
    long before = daemon.kib("VmHWM");
    List<Thread> scrapers = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      scrapers.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  scrape.run();
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              }));
    }
    for (Thread scraper : scrapers) {
      scraper.join();
    }
    System.out.println(
        String.format(
            Locale.ROOT,
            "%s, growth of the peak with %d scrapers at once\t%.1f\t",
            page,
            AT_ONCE,
            (daemon.kib("VmHWM") - before) / 1024.0));
  }
}
