package org.vpnledger.daemon;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Asking a ledger of a million events and 100,000 sessions who was there, in a warm process. */
@State(Scope.Thread)
public class PresenceBenchmark {
  @Param({
    "sessions --by peer --last 1y",
    "sessions --endpoint 198.51.1.7 --last 1y",
    "sessions --endpoint 10.7.0.0/16 --last 1y",
    "sessions --endpoint 0.0.0.0/0 --last 1y",
    "sessions --at 03:12",
    "addresses --endpoint 198.51.1.7",
    "addresses",
    "events --type SHARED_KEY --last 1y"
  })
  String command = "";

  private List<String> words = List.of();

  @Setup
  public void prepare() {
    words = new ArrayList<>(List.of("--data-dir", System.getProperty("bench.events", "")));
    words.addAll(List.of(command.split(" ")));
    if (!ask().startsWith("N")) { // a table's NAME or NOTICED
      throw new IllegalStateException("no answer: " + ask());
    }
  }

  @Benchmark
  public String ask() {
    return Ask.of(words);
  }
}
