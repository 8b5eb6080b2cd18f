package org.vpnledger.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.ledger.Amount;
import org.vpnledger.ledger.Spread;
import org.vpnledger.vpn.Counters;

/**
 * Makes usage out of imported readings. From all of a peer's imported readings it computes what
 * they say, compares that with the corrections booked so far, and books the difference: so
 * importing twice, in any order and in parts, changes nothing more.
 *
 * <p>Readings from the time that the ledger itself has watched count for nothing. What the counter
 * showed when the ledger first read it is then no longer carried in: it followed the last imported
 * reading.
 */
final class Reconciliation {
  private record At(Instant at, Counters counters) {}

  private record Key(Resolution resolution, long startSeconds) {}

  private final Connection connection;
  private final Instant noted;

  Reconciliation(Connection connection, Instant noted) {
    this.connection = connection;
    this.noted = noted;
  }

  /** For a peer that may have been imported before it was first read. */
  void ofPeerIfImported(long peer) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT 1 FROM reading WHERE peer = ? AND imported = 1 LIMIT 1")) {
      select.setLong(1, peer);
      boolean imported;
      try (ResultSet row = select.executeQuery()) {
        imported = row.next();
      }
      if (imported) {
        ofPeer(peer, calendar());
      }
    }
  }

  /** Books what the peer's imported readings say and the ledger does not yet. */
  void ofPeer(long peer, LedgerCalendar calendar) throws SQLException {
    At firstRead = firstRead(peer);
    Instant watchedFrom = firstRead == null ? firstSeen(peer) : firstRead.at();
    List<At> readings = readings(peer, watchedFrom);
    Map<Key, Amount> usage = new TreeMap<>(ORDER);
    for (int i = 1; i < readings.size(); i++) {
      add(usage, calendar, readings.get(i - 1), readings.get(i));
    }
    Map<Long, Counters> carried = new TreeMap<>();
    At continued = readings.isEmpty() ? null : firstRead;
    if (!readings.isEmpty()) {
      carried.put(Nanos.of(readings.getFirst().at()), readings.getFirst().counters());
    }
    if (continued != null) {
      add(usage, calendar, readings.getLast(), continued);
    }
    bookUsage(peer, usage);
    bookCarried(peer, carried, continued);
  }

  private static final java.util.Comparator<Key> ORDER =
      java.util.Comparator.comparing(Key::resolution).thenComparingLong(Key::startSeconds);

  private static void add(Map<Key, Amount> usage, LedgerCalendar calendar, At from, At to) {
    Counters moved =
        to.counters().isBelow(from.counters())
            ? to.counters()
            : to.counters().minus(from.counters());
    if (moved.isZero()) {
      return;
    }
    Spread spread = Spread.over(calendar, to.at(), Duration.between(from.at(), to.at()), true);
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

  private void bookUsage(long peer, Map<Key, Amount> wanted) throws SQLException {
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
              .put(Corrections.IMPORT)
              .addBatch();
        }
      }
      insert.executeBatch();
    }
  }

  private void bookCarried(long peer, Map<Long, Counters> wanted, @Nullable At firstRead)
      throws SQLException {
    Map<Long, long[]> target = new TreeMap<>();
    wanted.forEach(
        (at, counters) -> target.put(at, new long[] {counters.rxBytes(), counters.txBytes()}));
    if (firstRead != null) {
      target.put(
          Nanos.of(firstRead.at()),
          new long[] {-firstRead.counters().rxBytes(), -firstRead.counters().txBytes()});
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT at_ns, sum(rx), sum(tx) FROM carried_in WHERE peer = ? AND reason = ? GROUP BY at_ns")) {
      select.setLong(1, peer);
      select.setString(2, Corrections.IMPORT);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          long[] rest = target.computeIfAbsent(row.getLong(1), _ -> new long[2]);
          rest[0] -= row.getLong(2);
          rest[1] -= row.getLong(3);
        }
      }
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO carried_in (peer, at_ns, rx, tx, reason) VALUES (?, ?, ?, ?, ?)")) {
      for (Map.Entry<Long, long[]> rest : target.entrySet()) {
        if (rest.getValue()[0] != 0 || rest.getValue()[1] != 0) {
          new Row.Writer(insert)
              .put(peer)
              .put(rest.getKey().longValue())
              .put(rest.getValue()[0])
              .put(rest.getValue()[1])
              .put(Corrections.IMPORT)
              .addBatch();
        }
      }
      insert.executeBatch();
    }
  }

  private Map<Key, Amount> booked(long peer) throws SQLException {
    Map<Key, Amount> booked = new TreeMap<>(ORDER);
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT resolution, start_s, sum(rx), sum(tx), sum(est) FROM correction"
                + " WHERE peer = ? AND reason = ? GROUP BY resolution, start_s")) {
      select.setLong(1, peer);
      select.setString(2, Corrections.IMPORT);
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

  private List<At> readings(long peer, @Nullable Instant before) throws SQLException {
    List<At> readings = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT at_s, rx, tx FROM reading WHERE peer = ? AND imported = 1 AND at_s < ? ORDER BY at_s")) {
      select.setLong(1, peer);
      select.setLong(2, before == null ? Long.MAX_VALUE : before.getEpochSecond());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          readings.add(
              new At(
                  Instant.ofEpochSecond(row.getLong(1)),
                  new Counters(row.getLong(2), row.getLong(3))));
        }
      }
    }
    return readings;
  }

  private @Nullable At firstRead(long peer) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT at_ns, rx, tx FROM carried_in WHERE peer = ? AND reason = 'first read'"
                + " ORDER BY id LIMIT 1")) {
      select.setLong(1, peer);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? new At(Nanos.at(row.getLong(1)), new Counters(row.getLong(2), row.getLong(3)))
            : null;
      }
    }
  }

  private @Nullable Instant firstSeen(long peer) throws SQLException {
    long nanos = number("SELECT coalesce(first_seen_ns, 0) FROM peer WHERE id = ?", peer);
    return nanos == 0 ? null : Nanos.at(nanos);
  }

  private long tunnelOf(long peer) throws SQLException {
    return number("SELECT tunnel FROM peer WHERE id = ?", peer);
  }

  private long number(String sql, long parameter) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(1, parameter);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  private LedgerCalendar calendar() {
    LedgerCalendar calendar = new Meta(java.nio.file.Path.of("ledger.db"), connection).calendar();
    if (calendar == null) {
      throw new IllegalStateException("a ledger with readings has a zone");
    }
    return calendar;
  }
}
