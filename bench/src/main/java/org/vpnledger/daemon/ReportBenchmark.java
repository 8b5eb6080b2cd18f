package org.vpnledger.daemon;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Asking a ledger of 10,000 peers and 90 days within a warm process: reading the command line,
 * opening the file, asking, and showing the answer.
 */
@State(Scope.Thread)
public class ReportBenchmark {
  @Param({"summary", "usage --by day", "client Client 04711", "top"})
  String command = "";

  private List<String> words = List.of();

  @Setup
  public void prepare() {
    words = new ArrayList<>(List.of("--data-dir", System.getProperty("bench.ledger", "")));
    words.addAll(List.of(command.split(" ", command.startsWith("client") ? 2 : 0)));
    if (!ask().contains("|") && !ask().contains("RECEIVED")) {
      throw new IllegalStateException("no answer: " + ask());
    }
  }

  @Benchmark
  public String ask() {
    return Ask.of(words);
  }
}
