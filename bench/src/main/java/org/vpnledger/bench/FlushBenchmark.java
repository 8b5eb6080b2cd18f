package org.vpnledger.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.ledger.Entry;
import org.vpnledger.ledger.Ledger;
import org.vpnledger.ledger.Outcome;
import org.vpnledger.ledger.Rules;
import org.vpnledger.store.LedgerWriter.Durability;
import org.vpnledger.store.Retention;
import org.vpnledger.store.sqlite.SqliteWriter;

/** Committing a read that changed all of 10,000 peers. */
@State(Scope.Thread)
public class FlushBenchmark {
  @Param Durability durability = Durability.PROCESS;

  private final Ledger ledger = new Ledger(Rules.of(LedgerCalendar.of(ZoneId.of("Europe/Berlin"))));
  private final Fleet fleet = new Fleet(10_000, 24, Instant.parse("2026-08-22T00:00:00Z"));
  private org.vpnledger.ledger.State state = org.vpnledger.ledger.State.EMPTY;
  private Duration passed = Duration.ofHours(30);
  private List<Entry> entries = List.of();
  private Path folder = Path.of("");
  private SqliteWriter writer;

  @Setup
  public void open() throws IOException {
    folder = Files.createTempDirectory(Path.of(System.getProperty("bench.folder", ".")), "flush");
    writer = SqliteWriter.open(folder.resolve("ledger.db"), Retention.DEFAULT);
    // A first read brings every peer, and a second one gives each a counter that moved.
    for (int i = 0; i < 2; i++) {
      read();
      writer.commit(entries, Durability.PROCESS);
    }
  }

  @Setup(Level.Invocation)
  public void read() {
    Outcome outcome = ledger.apply(state, fleet.read(passed));
    passed = passed.plusSeconds(5);
    state = outcome.state();
    entries = outcome.entries();
  }

  @Benchmark
  public void flushOf10000Peers() {
    writer.commit(entries, durability);
  }

  @TearDown
  public void close() throws IOException {
    writer.close();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
