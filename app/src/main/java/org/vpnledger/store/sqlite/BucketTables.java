package org.vpnledger.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.ledger.Amount;
import org.vpnledger.ledger.Entry;

/**
 * Appends closed buckets. One that is already there stays as it is, and what is new becomes a dated
 * correction: that happens only when the wall clock was put back.
 */
final class BucketTables implements AutoCloseable {
  private record Appended(long tunnel, @Nullable Long peer, Entry.BucketClosed bucket) {}

  private final Connection connection;
  private final Map<Resolution, PreparedStatement> peers = new EnumMap<>(Resolution.class);
  private final Map<Resolution, List<Appended>> appended = new EnumMap<>(Resolution.class);
  private final List<Appended> appendedTunnels = new ArrayList<>();
  private final PreparedStatement tunnels;

  BucketTables(Connection connection) throws SQLException {
    this.connection = connection;
    this.tunnels =
        connection.prepareStatement(
            "INSERT OR IGNORE INTO tunnel_bucket VALUES (?, ?, ?, ?, ?, ?)");
  }

  /** The table of a resolution's peers. */
  static String table(Resolution resolution) {
    return switch (resolution) {
      case FIVE_MINUTES -> "bucket_five";
      case HOUR -> "bucket_hour";
      case DAY -> "bucket_day";
      case MONTH -> "bucket_month";
    };
  }

  void appendTunnel(long tunnel, Entry.BucketClosed bucket) throws SQLException {
    new Row.Writer(tunnels)
        .put(ResolutionCode.of(bucket.resolution()))
        .put(bucket.bucket().start().getEpochSecond())
        .put(tunnel)
        .put(bucket.amount())
        .addBatch();
    appendedTunnels.add(new Appended(tunnel, null, bucket));
  }

  void appendPeer(long tunnel, long peer, Entry.BucketClosed bucket) throws SQLException {
    PreparedStatement insert = peers.get(bucket.resolution());
    if (insert == null) {
      insert =
          connection.prepareStatement(
              "INSERT OR IGNORE INTO " + table(bucket.resolution()) + " VALUES (?, ?, ?, ?, ?)");
      peers.put(bucket.resolution(), insert);
    }
    new Row.Writer(insert)
        .put(bucket.bucket().start().getEpochSecond())
        .put(peer)
        .put(bucket.amount())
        .addBatch();
    appended
        .computeIfAbsent(bucket.resolution(), _ -> new ArrayList<>())
        .add(new Appended(tunnel, peer, bucket));
  }

  void run() throws SQLException {
    List<Appended> late = late(tunnels, appendedTunnels);
    for (Map.Entry<Resolution, PreparedStatement> insert : peers.entrySet()) {
      late.addAll(late(insert.getValue(), appended.getOrDefault(insert.getKey(), List.of())));
    }
    if (!late.isEmpty()) {
      correct(late);
    }
  }

  private static List<Appended> late(PreparedStatement insert, List<Appended> rows)
      throws SQLException {
    List<Appended> late = new ArrayList<>();
    if (!rows.isEmpty()) {
      int[] inserted = insert.executeBatch();
      for (int i = 0; i < inserted.length; i++) {
        if (inserted[i] == 0) {
          late.add(rows.get(i));
        }
      }
    }
    return late;
  }

  private void correct(List<Appended> late) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(Corrections.INSERT)) {
      for (Appended row : late) {
        Entry.BucketClosed bucket = row.bucket();
        Amount amount = bucket.amount();
        new Row.Writer(insert)
            .put(bucket.bucket().end())
            .put(ResolutionCode.of(bucket.resolution()))
            .put(bucket.bucket().start().getEpochSecond())
            .put(row.tunnel())
            .putNullable(row.peer())
            .put(amount)
            .put(row.peer() == null ? Corrections.TUNNEL_ONLY : Corrections.PEER_ONLY)
            .addBatch();
      }
      insert.executeBatch();
    }
  }

  @Override
  public void close() throws SQLException {
    tunnels.close();
    for (PreparedStatement insert : peers.values()) {
      insert.close();
    }
  }
}
