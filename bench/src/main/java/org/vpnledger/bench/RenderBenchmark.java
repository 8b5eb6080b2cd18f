package org.vpnledger.bench;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.ledger.Ledger;
import org.vpnledger.ledger.Rules;
import org.vpnledger.live.Gateway;
import org.vpnledger.live.Happenings;
import org.vpnledger.live.LedgerWork;
import org.vpnledger.live.Snapshot;
import org.vpnledger.live.SourceState;
import org.vpnledger.live.Totals;
import org.vpnledger.metrics.Format;
import org.vpnledger.metrics.MetricsPages;
import org.vpnledger.metrics.MetricsRules;
import org.vpnledger.metrics.MindFlavorOptions;
import org.vpnledger.vpn.Moment;

/** A page of metrics of 10,000 peers, after a poll in which every one of them moved something. */
@State(Scope.Thread)
public class RenderBenchmark {
  private final Ledger ledger = new Ledger(Rules.of(LedgerCalendar.of(ZoneId.of("Europe/Berlin"))));
  private final Fleet fleet = new Fleet(10_000, 24, Instant.parse("2026-08-22T00:00:00Z"));
  private final Duration begin = Duration.ofHours(30);
  private final Snapshot[] polls = {snapshot(begin), snapshot(begin.plusSeconds(5))};
  private int poll;

  /** A dialect, or several. */
  @Param({"mindflavor", "mindflavor,vpnledger"})
  public String dialects = "";

  private MetricsPages pages = pages();

  private MetricsPages pages() {
    return new MetricsPages(
        () -> polls[poll & 1],
        () -> new Moment(Instant.now(), System.nanoTime(), "bench"),
        new MetricsRules(
            List.of(dialects.isEmpty() ? "mindflavor" : dialects).stream()
                .flatMap(all -> List.of(all.split(",")).stream())
                .toList(),
            MindFlavorOptions.DEFAULT,
            false,
            1_000_000,
            true,
            "bench"),
        Map::of);
  }

  @org.openjdk.jmh.annotations.Setup
  public void prepare() {
    pages = pages();
  }

  private Snapshot snapshot(Duration passed) {
    org.vpnledger.ledger.State before =
        ledger.apply(org.vpnledger.ledger.State.EMPTY, fleet.read(begin.minusSeconds(5))).state();
    Moment at = fleet.after(passed);
    Moment now = new Moment(Instant.now(), System.nanoTime(), "bench");
    return new Snapshot(
        now,
        now,
        new Gateway("bench", "id", ZoneId.of("Europe/Berlin"), at.wall()),
        true,
        Duration.ofDays(1),
        Duration.ofDays(1),
        ledger.apply(before, fleet.read(passed)).state(),
        Set.of(Fleet.TUNNEL),
        List.of(SourceState.unasked("bench").succeeded(now, Duration.ofMillis(9))),
        Totals.NONE,
        Happenings.NONE,
        LedgerWork.NONE,
        true,
        Map.of(),
        List.of(),
        null,
        Map.of(),
        null);
  }

  @Benchmark
  public Object pageAfterAPoll() {
    poll++;
    return pages.page(MetricsPages.DEFAULT, Format.PROMETHEUS, false);
  }

  @Benchmark
  public Object pageAfterAPollCompressed() {
    poll++;
    return pages.page(MetricsPages.DEFAULT, Format.OPENMETRICS, true);
  }

  @Benchmark
  public Object pageAgain() {
    return pages.page(MetricsPages.DEFAULT, Format.PROMETHEUS, false);
  }
}
