package org.vpnledger.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.ledger.Amount;
import org.vpnledger.ledger.Spread;
import org.vpnledger.vpn.Counters;

/**
 * Books the difference between what imports of one kind say of a peer and what was booked for them
 * so far.
 */
final class ImportBooking {
  /** A bucket. */
  record Key(Resolution resolution, long startSeconds) {}

  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::resolution).thenComparingLong(Key::startSeconds);

  private final Connection connection;
  private final Instant noted;
  private final String reason;

  /**
   * For one kind of imports.
   *
   * @param noted the date of what is booked
   * @param reason which kind: no other books under it
   */
  ImportBooking(Connection connection, Instant noted, String reason) {
    this.connection = connection;
    this.noted = noted;
    this.reason = reason;
  }

  /** Usage that is wanted, none so far. */
  static Map<Key, Amount> usage() {
    return new TreeMap<>(ORDER);
  }

  /** Adds what was moved some time between the two, as that of a gap. */
  static void add(
      Map<Key, Amount> usage, LedgerCalendar calendar, Instant from, Instant to, Counters moved) {
    if (moved.isZero()) {
      return;
    }
    Spread spread = Spread.over(calendar, to, Duration.between(from, to), true);
    for (Resolution resolution :
        new Resolution[] {Resolution.HOUR, Resolution.DAY, Resolution.MONTH}) {
      for (Spread.Part part : spread.divide(resolution, moved)) {
        usage.merge(
            new Key(resolution, part.bucket().start().getEpochSecond()),
            part.amount(),
            Amount::plus);
      }
    }
  }

  /** Usage of a peer is to be this. */
  void bookUsage(long peer, Map<Key, Amount> wanted) throws SQLException {
    Map<Key, Amount> booked = booked(peer);
    // What was booked over a gap is taken back where readings in between tell better.
    booked.keySet().forEach(key -> wanted.putIfAbsent(key, Amount.ZERO));
    try (PreparedStatement insert = connection.prepareStatement(Corrections.INSERT)) {
      for (Map.Entry<Key, Amount> entry : wanted.entrySet()) {
        Amount before = booked.getOrDefault(entry.getKey(), Amount.ZERO);
        Amount more =
            new Amount(
                entry.getValue().rxBytes() - before.rxBytes(),
                entry.getValue().txBytes() - before.txBytes(),
                entry.getValue().estimatedBytes() - before.estimatedBytes());
        if (!more.equals(Amount.ZERO)) {
          new Row.Writer(insert)
              .put(noted)
              .put(ResolutionCode.of(entry.getKey().resolution()))
              .put(entry.getKey().startSeconds())
              .put(tunnelOf(peer))
              .put(peer)
              .put(more)
              .put(reason)
              .addBatch();
        }
      }
      insert.executeBatch();
    }
  }

  /**
   * What is carried in of a peer, besides its first read, is to be this.
   *
   * @param wanted rx and tx by nanoseconds; becomes what was missing
   */
  void bookCarried(long peer, Map<Long, long[]> wanted) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT at_ns, sum(rx), sum(tx) FROM carried_in WHERE peer = ? AND reason = ? GROUP BY at_ns")) {
      select.setLong(1, peer);
      select.setString(2, reason);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          long[] rest = wanted.computeIfAbsent(row.getLong(1), _ -> new long[2]);
          rest[0] -= row.getLong(2);
          rest[1] -= row.getLong(3);
        }
      }
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO carried_in (peer, at_ns, rx, tx, reason) VALUES (?, ?, ?, ?, ?)")) {
      for (Map.Entry<Long, long[]> rest : wanted.entrySet()) {
        if (rest.getValue()[0] != 0 || rest.getValue()[1] != 0) {
          new Row.Writer(insert)
              .put(peer)
              .put(rest.getKey().longValue())
              .put(rest.getValue()[0])
              .put(rest.getValue()[1])
              .put(reason)
              .addBatch();
        }
      }
      insert.executeBatch();
    }
  }

  private Map<Key, Amount> booked(long peer) throws SQLException {
    Map<Key, Amount> booked = usage();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT resolution, start_s, sum(rx), sum(tx), sum(est) FROM correction"
                + " WHERE peer = ? AND reason = ? GROUP BY resolution, start_s")) {
      select.setLong(1, peer);
      select.setString(2, reason);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          booked.put(
              new Key(ResolutionCode.resolution(row.getInt(1)), row.getLong(2)),
              new Amount(row.getLong(3), row.getLong(4), row.getLong(5)));
        }
      }
    }
    return booked;
  }

  private long tunnelOf(long peer) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT tunnel FROM peer WHERE id = ?")) {
      select.setLong(1, peer);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }
}
