package org.vpnledger.store.sqlite;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vpnledger.calendar.Bucket;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.ledger.Amount;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.UsageRow;

/** Usage is what is closed, what is still open in the hot rows, and what was corrected. */
record UsageQueries(Query query, LedgerCalendar calendar) {
  private static final int MOST_LOOKUPS = 5_000;

  private record Key(long start, long id) {}

  List<UsageRow> tunnels(Resolution resolution, Instant from, Instant to) {
    int code = ResolutionCode.of(resolution);
    Map<Key, Amount> sums = new HashMap<>();
    add(
        sums,
        query.list(
            "SELECT start_s, tunnel, rx, tx, est FROM tunnel_bucket"
                + " WHERE resolution = ? AND start_s >= ? AND start_s < ?",
            UsageQueries::usage,
            code,
            from.getEpochSecond(),
            to.getEpochSecond()));
    open(sums, resolution, from, to, "tunnel", "id", "");
    add(
        sums,
        query.list(
            "SELECT start_s, tunnel, rx, tx, est FROM correction WHERE resolution = ?"
                + " AND start_s >= ? AND start_s < ? AND reason <> '"
                + Corrections.PEER_ONLY
                + "'",
            UsageQueries::usage,
            code,
            from.getEpochSecond(),
            to.getEpochSecond()));
    return sorted(sums);
  }

  List<UsageRow> peers(Resolution resolution, Instant from, Instant to, @Nullable Set<Long> peers) {
    Map<Key, Amount> sums = new HashMap<>();
    if (peers == null || isLong(resolution, from, to)) {
      add(
          sums,
          query.list(
              "SELECT start_s, peer, rx, tx, est FROM %s WHERE start_s >= ? AND start_s < ?%s LIMIT %d"
                  .formatted(
                      BucketTables.table(resolution),
                      Query.in("peer", peers),
                      LedgerReader.MOST_ROWS),
              UsageQueries::usage,
              from.getEpochSecond(),
              to.getEpochSecond()));
    } else {
      addSome(sums, resolution, from, to, peers);
    }
    open(sums, resolution, from, to, "counter", "peer", Query.in("peer", peers));
    corrections(sums, resolution, from, to, Query.in("peer", peers));
    return sorted(sums);
  }

  /** So many buckets that naming each one would cost more than passing over the other peers. */
  private static boolean isLong(Resolution resolution, Instant from, Instant to) {
    long seconds =
        switch (resolution) {
          case FIVE_MINUTES -> 300;
          case HOUR -> 3_600;
          case DAY, MONTH -> 86_400;
        };
    return Duration.between(from, to).toSeconds() / seconds > MOST_LOOKUPS;
  }

  /**
   * A few peers among ten thousand: a look-up a bucket and peer, since the key begins with the
   * bucket's start.
   */
  private void addSome(
      Map<Key, Amount> sums, Resolution resolution, Instant from, Instant to, Set<Long> peers) {
    String starts =
        calendar.bucketsOf(resolution, from, to).stream()
            .filter(bucket -> !bucket.start().isBefore(from))
            .map(bucket -> "(" + bucket.start().getEpochSecond() + ")")
            .collect(Collectors.joining(","));
    String owners = peers.stream().map(peer -> "(" + peer + ")").collect(Collectors.joining(","));
    if (!starts.isEmpty() && !owners.isEmpty()) {
      add(
          sums,
          query.list(
              ("WITH s(start) AS (VALUES %s), p(peer) AS (VALUES %s)"
                      + " SELECT b.start_s, b.peer, b.rx, b.tx, b.est FROM s CROSS JOIN p"
                      + " CROSS JOIN %s b ON b.start_s = s.start AND b.peer = p.peer")
                  .formatted(starts, owners, BucketTables.table(resolution)),
              UsageQueries::usage));
    }
  }

  Map<Long, Amount> totals(Resolution resolution, Instant from, Instant to) {
    Map<Key, Amount> sums = new HashMap<>();
    add(
        sums,
        query.list(
            "SELECT 0, peer, sum(rx), sum(tx), sum(est) FROM %s WHERE start_s >= ? AND start_s < ? GROUP BY peer"
                .formatted(BucketTables.table(resolution)),
            UsageQueries::usage,
            from.getEpochSecond(),
            to.getEpochSecond()));
    open(sums, resolution, from, to, "counter", "peer", "");
    corrections(sums, resolution, from, to, "");
    Map<Long, Amount> totals = new HashMap<>();
    sums.forEach((key, amount) -> totals.merge(key.id(), amount, Amount::plus));
    return totals;
  }

  private void corrections(
      Map<Key, Amount> sums, Resolution resolution, Instant from, Instant to, String condition) {
    add(
        sums,
        query.list(
            "SELECT start_s, peer, rx, tx, est FROM correction WHERE resolution = ?"
                + " AND start_s >= ? AND start_s < ? AND peer IS NOT NULL"
                + condition,
            UsageQueries::usage,
            ResolutionCode.of(resolution),
            from.getEpochSecond(),
            to.getEpochSecond()));
  }

  /** The open sums of that resolution belong to the bucket that open_at lies in. */
  private void open(
      Map<Key, Amount> sums,
      Resolution resolution,
      Instant from,
      Instant to,
      String table,
      String id,
      String condition) {
    String columns =
        switch (resolution) {
          case FIVE_MINUTES -> "five_rx, five_tx, 0";
          case HOUR -> "hour_rx, hour_tx, hour_est";
          case DAY -> "day_rx, day_tx, day_est";
          case MONTH -> "month_rx, month_tx, month_est";
        };
    Bucket[] latest = {calendar.bucketOf(resolution, to)};
    List<UsageRow> rows =
        query.list(
            "SELECT open_at_ns, %s, %s FROM %s WHERE open_at_ns IS NOT NULL%s"
                .formatted(id, columns, table, condition),
            row -> {
              Instant at = row.instant();
              if (!latest[0].contains(at)) {
                latest[0] = calendar.bucketOf(resolution, at);
              }
              return new UsageRow(latest[0].start(), row.number(), row.amount());
            });
    for (UsageRow row : rows) {
      if (!row.amount().isZero() && !row.start().isBefore(from) && row.start().isBefore(to)) {
        add(sums, row);
      }
    }
  }

  private static UsageRow usage(Row.Reader row) throws java.sql.SQLException {
    return new UsageRow(Instant.ofEpochSecond(row.number()), row.number(), row.amount());
  }

  private static void add(Map<Key, Amount> sums, List<UsageRow> rows) {
    rows.forEach(row -> add(sums, row));
  }

  private static void add(Map<Key, Amount> sums, UsageRow row) {
    sums.merge(new Key(row.start().getEpochSecond(), row.id()), row.amount(), Amount::plus);
  }

  private static List<UsageRow> sorted(Map<Key, Amount> sums) {
    return sums.entrySet().stream()
        .map(e ->
            new UsageRow(Instant.ofEpochSecond(e.getKey().start()), e.getKey().id(), e.getValue()))
        .sorted(Comparator.comparing(UsageRow::start).thenComparingLong(UsageRow::id))
        .toList();
  }
}
