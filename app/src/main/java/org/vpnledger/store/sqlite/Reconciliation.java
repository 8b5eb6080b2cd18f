package org.vpnledger.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.ledger.Amount;
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

  private final Connection connection;
  private final ImportBooking booking;

  Reconciliation(Connection connection, Instant noted) {
    this.connection = connection;
    this.booking = new ImportBooking(connection, noted, Corrections.IMPORT);
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
    Map<ImportBooking.Key, Amount> usage = ImportBooking.usage();
    for (int i = 1; i < readings.size(); i++) {
      add(usage, calendar, readings.get(i - 1), readings.get(i));
    }
    Map<Long, long[]> carried = new TreeMap<>();
    if (!readings.isEmpty()) {
      At first = readings.getFirst();
      carried.put(Nanos.of(first.at()), amounts(first.counters(), 1));
      if (firstRead != null) {
        add(usage, calendar, readings.getLast(), firstRead);
        carried.put(Nanos.of(firstRead.at()), amounts(firstRead.counters(), -1));
      }
    }
    booking.bookUsage(peer, usage);
    booking.bookCarried(peer, carried);
  }

  private static long[] amounts(Counters counters, int sign) {
    return new long[] {sign * counters.rxBytes(), sign * counters.txBytes()};
  }

  private static void add(
      Map<ImportBooking.Key, Amount> usage, LedgerCalendar calendar, At from, At to) {
    Counters moved =
        to.counters().isBelow(from.counters())
            ? to.counters()
            : to.counters().minus(from.counters());
    ImportBooking.add(usage, calendar, from.at(), to.at(), moved);
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
