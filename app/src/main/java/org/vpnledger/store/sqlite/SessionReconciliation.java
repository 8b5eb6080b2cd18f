package org.vpnledger.store.sqlite;

import java.nio.file.Path;
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
 * Makes sessions and usage out of imported sessions. From all of a peer's it computes what they say
 * and writes the difference to what is there, so that importing twice, in any order and in parts,
 * changes nothing more.
 *
 * <p>What began when the ledger watched already counts for nothing. A session that the ledger found
 * open at its first read is its own; but when its bytes were moved that were carried in then, the
 * imported one says better.
 */
final class SessionReconciliation implements AutoCloseable {
  private static final long SECOND = 1_000_000_000L;

  private record Imported(
      long key,
      long number,
      long start,
      long end,
      long endNoticed,
      @Nullable String endpoint,
      @Nullable Counters moved,
      boolean own) {}

  private record Carried(long atNanos, Counters counters) {}

  private final Connection connection;
  private final Batches statements;
  private final ImportBooking booking;

  SessionReconciliation(Connection connection, Instant noted) {
    this.connection = connection;
    this.statements = new Batches(connection);
    this.booking = new ImportBooking(connection, noted, Corrections.SESSIONS);
  }

  /** For a peer that may have been imported before it was first read. */
  void ofPeerIfImported(long peer) throws SQLException {
    if (!imported(peer).isEmpty()) {
      LedgerCalendar calendar = new Meta(Path.of("ledger.db"), connection).calendar();
      if (calendar != null) { // a ledger with sessions has a zone
        ofPeer(peer, calendar);
      }
    }
  }

  /** Books and shows what the peer's imported sessions say, and the ledger does not yet. */
  void ofPeer(long peer, LedgerCalendar calendar) throws SQLException {
    long watched = watchedFrom(peer);
    Carried first = firstRead(peer);
    Counters left = first == null ? Counters.ZERO : first.counters();
    Map<ImportBooking.Key, Amount> usage = ImportBooking.usage();
    for (Imported session : imported(peer)) {
      Counters moved = session.moved();
      long end = Math.min(session.end(), moved == null ? before(peer, watched) : watched);
      if (moved != null && (session.own() || isOwn(peer, session))) {
        own(peer, session);
        if (first != null && session.start() * SECOND < first.atNanos()) {
          Counters part = smaller(moved, left);
          left = left.minus(part);
          long until = Math.min(session.end(), first.atNanos() / SECOND);
          ImportBooking.add(usage, calendar, at(session.start()), at(until), part);
        }
      } else if (session.key() >= watched || end < session.start()) {
        forget(peer, session);
      } else {
        show(peer, session, end);
        if (moved != null) {
          ImportBooking.add(usage, calendar, at(session.start()), at(end), moved);
        }
      }
    }
    booking.bookUsage(peer, usage);
    Map<Long, long[]> carried = new TreeMap<>();
    if (first != null) {
      Counters placed = first.counters().minus(left);
      carried.put(first.atNanos(), new long[] {-placed.rxBytes(), -placed.txBytes()});
    }
    booking.bookCarried(peer, carried);
  }

  private static Instant at(long seconds) {
    return Instant.ofEpochSecond(seconds);
  }

  private static Counters smaller(Counters one, Counters other) {
    return new Counters(
        Math.min(one.rxBytes(), other.rxBytes()), Math.min(one.txBytes(), other.txBytes()));
  }

  private void show(long peer, Imported session, long end) throws SQLException {
    Counters moved = session.moved();
    PreparedStatement save = statements.of(SessionImport.SAVE);
    new Row.Writer(save)
        .put(peer)
        .put(session.number())
        .put(session.start() * SECOND)
        .put(session.key() * SECOND)
        .put(end * SECOND)
        .put(Math.max(end, session.endNoticed()) * SECOND)
        .put(session.endpoint())
        .put(moved == null ? 0 : moved.rxBytes())
        .put(moved == null ? 0 : moved.txBytes())
        .put(moved != null);
    save.executeUpdate();
  }

  private void forget(long peer, Imported session) throws SQLException {
    update("DELETE FROM session WHERE peer = ? AND number = ?", peer, session.number());
  }

  private void own(long peer, Imported session) throws SQLException {
    forget(peer, session);
    if (!session.own()) { // remembered, since the ledger's session may expire
      update(
          "UPDATE imported_session SET own = 1 WHERE peer = ? AND key_s = ?", peer, session.key());
    }
  }

  private boolean isOwn(long peer, Imported session) throws SQLException {
    return number(
            "SELECT count(*) FROM session WHERE peer = ? AND number > 0 AND start_ns >= ?"
                + " AND start_ns < ?",
            peer,
            session.start() * SECOND,
            (session.start() + 1) * SECOND)
        > 0;
  }

  /** From when on the ledger watches the peer's tunnel, in seconds; for ever hence if not yet. */
  private long watchedFrom(long peer) throws SQLException {
    return number(
        "SELECT coalesce(min(o.first_seen_ns) / 1000000000, ?2) FROM peer p"
            + " JOIN peer o ON o.tunnel = p.tunnel WHERE p.id = ?1",
        peer,
        Long.MAX_VALUE / SECOND);
  }

  /** Its first own session began with a handshake, which may be from before the first read. */
  private long before(long peer, long watched) throws SQLException {
    return Math.min(
        watched,
        number(
            "SELECT coalesce(min(start_ns) / 1000000000, ?2) FROM session"
                + " WHERE peer = ?1 AND number > 0",
            peer,
            watched));
  }

  private @Nullable Carried firstRead(long peer) throws SQLException {
    PreparedStatement select =
        statements.of(
            "SELECT at_ns, rx, tx FROM carried_in WHERE peer = ? AND reason = 'first read'"
                + " ORDER BY id LIMIT 1");
    select.setLong(1, peer);
    try (ResultSet row = select.executeQuery()) {
      return row.next()
          ? new Carried(row.getLong(1), new Counters(row.getLong(2), row.getLong(3)))
          : null;
    }
  }

  private List<Imported> imported(long peer) throws SQLException {
    List<Imported> sessions = new ArrayList<>();
    PreparedStatement select =
        statements.of(
            "SELECT key_s, number, start_s, end_s, end_noticed_s, endpoint, rx, tx, own"
                + " FROM imported_session WHERE peer = ? ORDER BY key_s");
    select.setLong(1, peer);
    try (ResultSet rows = select.executeQuery()) {
      Row.Reader row = new Row.Reader(rows);
      while (rows.next()) {
        long key = row.next().number();
        long number = row.number();
        long start = row.number();
        long end = row.number();
        long noticed = row.number();
        String endpoint = row.nullableText();
        Long rx = row.nullableNumber();
        Long tx = row.nullableNumber();
        Counters moved = rx == null || tx == null ? null : new Counters(rx, tx);
        sessions.add(new Imported(key, number, start, end, noticed, endpoint, moved, row.flag()));
      }
    }
    return sessions;
  }

  private void update(String sql, long... parameters) throws SQLException {
    PreparedStatement update = statements.of(sql);
    for (int i = 0; i < parameters.length; i++) {
      update.setLong(i + 1, parameters[i]);
    }
    update.executeUpdate();
  }

  private long number(String sql, long... parameters) throws SQLException {
    PreparedStatement select = statements.of(sql);
    for (int i = 0; i < parameters.length; i++) {
      select.setLong(i + 1, parameters[i]);
    }
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  @Override
  public void close() throws SQLException {
    statements.close();
  }
}
