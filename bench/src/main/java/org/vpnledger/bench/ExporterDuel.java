package org.vpnledger.bench;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Scrapes two exporters of one interface in turn and prints what each costs and the ratio: latency
 * of a scrape, processor time a scrape (with that of programs that it starts, and of its own polls
 * meanwhile), and the peak of its memory.
 */
public final class ExporterDuel {
  private ExporterDuel() {}

  private static final class Side {
    final ProcessCost process;
    final Scrape scrape;
    final List<Double> millis = new ArrayList<>();
    double processorBefore;
    double processorMillis;
    double peakMib;
    long bytes;

    Side(String pid, String address) {
      this.process = new ProcessCost(Long.parseLong(pid));
      this.scrape = new Scrape(URI.create(address), Scrape.PROMETHEUS);
    }

    void run() throws IOException {
      long start = System.nanoTime();
      bytes = scrape.run();
      millis.add((System.nanoTime() - start) / 1e6);
    }

    double median() {
      Collections.sort(millis);
      return millis.get(millis.size() / 2);
    }
  }

  /** Process and address of one, process and address of the other, rounds. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Side ours = new Side(args[0], args[1]);
    Side other = new Side(args[2], args[3]);
    int rounds = Integer.parseInt(args[4]);
    for (Side side : List.of(ours, other)) {
      side.run(); // warm
      side.millis.clear();
      side.processorBefore = side.process.secondsWithChildren();
    }
    for (int round = 0; round < rounds; round++) {
      ours.run();
      other.run();
      Thread.sleep(200);
    }
    for (Side side : List.of(ours, other)) {
      double seconds = side.process.secondsWithChildren() - side.processorBefore;
      side.processorMillis = 1000 * seconds / rounds;
      side.peakMib = side.process.kib("VmHWM") / 1024.0;
    }
    print("latency of a scrape, ms (median)", ours.median(), other.median());
    print("processor time a scrape, ms", ours.processorMillis, other.processorMillis);
    print("peak of memory, MiB", ours.peakMib, other.peakMib);
    print("bytes sent a scrape, KiB", ours.bytes / 1024.0, other.bytes / 1024.0);
  }

  private static void print(String what, double ours, double other) {
    System.out.println(
        String.format(
            Locale.ROOT, "%s\t%.1f\t%.1f\t%.2f", what, ours, other, ours / Math.max(other, 0.01)));
  }
}
