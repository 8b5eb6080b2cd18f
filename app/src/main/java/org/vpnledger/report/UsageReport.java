package org.vpnledger.report;

import static org.vpnledger.report.Column.Kind.BYTES;
import static org.vpnledger.report.Column.Kind.TEXT;
import static org.vpnledger.report.Column.Kind.TIME;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Amount;
import org.vpnledger.store.CarriedRow;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.PeerRow;
import org.vpnledger.store.UsageRow;

/** How much was moved, by period or by peer. */
public final class UsageReport {
  private static final List<Column> PERIOD =
      List.of(
          Column.of("period", "PERIOD", TEXT),
          Column.hidden("period_start", TIME),
          Column.hidden("period_end", TIME));
  private static final List<Column> PEER =
      List.of(
          Column.of("name", "NAME", TEXT),
          Column.of("tunnel", "TUNNEL", TEXT).leftOut(1),
          Column.hidden("source", TEXT),
          Column.hidden("peer", TEXT));
  private static final List<Column> AMOUNTS =
      List.of(
          Column.of("rx_bytes", "RECEIVED", BYTES),
          Column.of("tx_bytes", "SENT", BYTES),
          Column.of("total_bytes", "TOTAL", BYTES),
          Column.hidden("estimated_bytes", BYTES),
          Column.of("carried_in_rx_bytes", "CARRIED RX", BYTES).leftOut(3),
          Column.of("carried_in_tx_bytes", "CARRIED TX", BYTES).leftOut(2),
          Column.hidden("gateway", TEXT));

  private final LedgerReader reader;
  private final Directory peers;
  private final ZoneId zone;

  /** Over one open store; times are shown in the zone of now. */
  public UsageReport(LedgerReader reader, Directory peers, Instant now) {
    this.reader = reader;
    this.peers = peers;
    this.zone = reader.calendar().zoneAt(now);
  }

  /** What was moved in a period, and what was found on counters first read in it. */
  private record Sum(Amount moved, long carriedRx, long carriedTx) {
    static final Sum ZERO = new Sum(Amount.ZERO, 0, 0);

    Sum plus(Sum more) {
      return new Sum(
          moved.plus(more.moved), carriedRx + more.carriedRx, carriedTx + more.carriedTx);
    }

    long total() {
      return moved.rxBytes() + moved.txBytes();
    }
  }

  private record PeriodOfPeer(Instant start, long peer) {}

  /**
   * Everybody together, a row a period; periods without anything are shown too.
   *
   * @param tunnels only these, by number; absent for all
   * @param theirs the peers of those, absent for all
   */
  public Sheet totals(
      Periods periods, Span span, @Nullable Set<Long> tunnels, @Nullable Set<Long> theirs) {
    Map<Instant, Sum> sums = new TreeMap<>();
    periods.starts(span).forEach(start -> sums.put(start, Sum.ZERO));
    Span whole = periods.whole(span);
    for (UsageRow row : reader.tunnelUsage(periods.resolution(), whole.from(), whole.to())) {
      if (tunnels == null || tunnels.contains(row.id())) {
        sums.merge(periods.startOf(row.start()), new Sum(row.amount(), 0, 0), Sum::plus);
      }
    }
    for (CarriedRow row : reader.carriedIn(whole.from(), whole.to())) {
      if (theirs == null || theirs.contains(row.peer())) {
        sums.merge(
            periods.startOf(row.at()),
            new Sum(Amount.ZERO, row.rxBytes(), row.txBytes()),
            Sum::plus);
      }
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    sums.forEach((start, sum) -> rows.add(join(period(periods, start), amounts(sum))));
    return sheet(rows, PERIOD, AMOUNTS);
  }

  /**
   * A row a period and peer that moved something.
   *
   * @param whose absent for all
   */
  public Sheet perPeer(Periods periods, Span span, @Nullable Set<Long> whose) {
    Map<PeriodOfPeer, Sum> sums = new HashMap<>();
    Span whole = periods.whole(span);
    for (UsageRow row : reader.peerUsage(periods.resolution(), whole.from(), whole.to(), whose)) {
      sums.merge(
          new PeriodOfPeer(periods.startOf(row.start()), row.id()),
          new Sum(row.amount(), 0, 0),
          Sum::plus);
    }
    for (CarriedRow row : reader.carriedIn(whole.from(), whole.to())) {
      if (whose == null || whose.contains(row.peer())) {
        sums.merge(
            new PeriodOfPeer(periods.startOf(row.at()), row.peer()),
            new Sum(Amount.ZERO, row.rxBytes(), row.txBytes()),
            Sum::plus);
      }
    }
    Map<Long, Integer> order = order();
    List<List<@Nullable Object>> rows =
        sums.entrySet().stream()
            .sorted(
                Comparator.comparing((Map.Entry<PeriodOfPeer, Sum> e) -> e.getKey().start())
                    .thenComparing(e -> order.getOrDefault(e.getKey().peer(), Integer.MAX_VALUE)))
            .map(e ->
                join(
                    period(periods, e.getKey().start()),
                    peer(peers.get(e.getKey().peer())),
                    amounts(e.getValue())))
            .toList();
    return sheet(rows, PERIOD, PEER, AMOUNTS);
  }

  /**
   * A row a peer for the whole span, largest first.
   *
   * @param whose absent for all
   * @param limit how many at most
   */
  public Sheet byPeer(Span span, @Nullable Set<Long> whose, int limit) {
    Map<Long, Sum> sums = sumsByPeer(span);
    List<List<@Nullable Object>> rows =
        peers.all().stream()
            .filter(peer -> whose == null || whose.contains(peer.id()))
            .filter(peer -> sums.containsKey(peer.id()))
            .sorted(
                Comparator.comparingLong(
                    (PeerRow peer) -> -sums.getOrDefault(peer.id(), Sum.ZERO).total()))
            .limit(limit)
            .map(peer -> join(peer(peer), amounts(sums.getOrDefault(peer.id(), Sum.ZERO))))
            .toList();
    return sheet(rows, PEER, AMOUNTS);
  }

  /** Each peer's usage over the span with what was carried in then: bytes that the seed shows. */
  public Map<Long, Amount> withCarriedIn(Span span) {
    Map<Long, Amount> amounts = new HashMap<>();
    sumsByPeer(span)
        .forEach((peer, sum) ->
            amounts.put(peer, sum.moved().plus(new Amount(sum.carriedRx(), sum.carriedTx(), 0))));
    return amounts;
  }

  private Map<Long, Sum> sumsByPeer(Span span) {
    Pieces pieces = Pieces.of(reader, span);
    Map<Long, Sum> sums = new HashMap<>();
    pieces
        .peerTotals(reader)
        .forEach((peer, amount) -> sums.merge(peer, new Sum(amount, 0, 0), Sum::plus));
    for (CarriedRow row : reader.carriedIn(pieces.whole().from(), pieces.whole().to())) {
      sums.merge(row.peer(), new Sum(Amount.ZERO, row.rxBytes(), row.txBytes()), Sum::plus);
    }
    return sums;
  }

  private Map<Long, Integer> order() {
    Map<Long, Integer> order = new HashMap<>();
    peers.all().forEach(peer -> order.put(peer.id(), order.size()));
    return order;
  }

  private static List<@Nullable Object> period(Periods periods, Instant start) {
    return Arrays.asList(periods.label(start), start, periods.end(start));
  }

  private static List<@Nullable Object> peer(PeerRow peer) {
    return Arrays.asList(
        Directory.nameOf(peer),
        peer.tunnel().interfaceName(),
        peer.tunnel().source(),
        peer.key().text());
  }

  private List<@Nullable Object> amounts(Sum sum) {
    return Arrays.asList(
        sum.moved().rxBytes(),
        sum.moved().txBytes(),
        sum.total(),
        sum.moved().estimatedBytes(),
        sum.carriedRx(),
        sum.carriedTx(),
        reader.gatewayName());
  }

  @SafeVarargs
  private static List<@Nullable Object> join(List<@Nullable Object>... parts) {
    List<@Nullable Object> row = new ArrayList<>();
    for (List<@Nullable Object> part : parts) {
      row.addAll(part);
    }
    return row;
  }

  @SafeVarargs
  private final Sheet sheet(List<List<@Nullable Object>> rows, List<Column>... columns) {
    List<Column> all = new ArrayList<>();
    for (List<Column> some : columns) {
      all.addAll(some);
    }
    return new Sheet(all, rows, zone);
  }
}
