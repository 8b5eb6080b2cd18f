package org.vpnledger.daemon;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The page of statistics over ledgers of 500 and of 10,000 peers and 90 days, in a warm process:
 * asking the ledger and writing the page.
 */
@State(Scope.Thread)
public class PageBenchmark {
  @Param({
    "500 peers: page",
    "10000 peers: page",
    "10000 peers: page --text",
    "10000 peers: page --most-rows 10000"
  })
  String page = "";

  private List<String> words = List.of();

  @Setup
  public void prepare() {
    String ledger = page.startsWith("500 ") ? "bench.middle" : "bench.ledger";
    words = new ArrayList<>(List.of("--data-dir", System.getProperty(ledger, "")));
    words.addAll(List.of(page.substring(page.indexOf(':') + 2).split(" ")));
    if (!ask().contains("All users") && !ask().contains("all users")) {
      throw new IllegalStateException("no page: " + ask());
    }
  }

  @Benchmark
  public String ask() {
    return Ask.of(words);
  }
}
