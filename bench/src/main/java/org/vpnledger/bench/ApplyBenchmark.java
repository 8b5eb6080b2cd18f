package org.vpnledger.bench;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.ledger.Ledger;
import org.vpnledger.ledger.Rules;
import org.vpnledger.vpn.Observation;

/** What a read of 10,000 peers, all of them active, means: five seconds after the one before. */
@State(Scope.Thread)
public class ApplyBenchmark {
  private final Ledger ledger = new Ledger(Rules.of(LedgerCalendar.of(ZoneId.of("Europe/Berlin"))));
  private final Fleet fleet = new Fleet(10_000, 24, Instant.parse("2026-08-22T00:00:00Z"));
  private final org.vpnledger.ledger.State before =
      ledger.apply(org.vpnledger.ledger.State.EMPTY, fleet.read(Duration.ofHours(30))).state();
  private final Observation.Read read = fleet.read(Duration.ofHours(30).plusSeconds(5));

  @Benchmark
  public Object readOf10000Peers() {
    return ledger.apply(before, read);
  }
}
