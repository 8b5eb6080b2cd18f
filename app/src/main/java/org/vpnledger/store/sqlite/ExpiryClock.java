package org.vpnledger.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The moment that retention counts back from. It follows the wall clock, but only so fast: a clock
 * that is years ahead for a minute would otherwise delete the whole history.
 */
final class ExpiryClock {
  /** A close happens every five minutes, so after a month's absence it catches up in three days. */
  private static final Duration FASTEST = Duration.ofHours(1);

  private ExpiryClock() {}

  /** The moment, moved on towards {@code now}. */
  static Instant advance(Connection connection, Instant now) throws SQLException {
    Instant last = last(connection);
    Instant furthest = last == null ? now : last.plus(FASTEST);
    Instant next = now.isBefore(furthest) ? now : furthest;
    try (PreparedStatement save =
        connection.prepareStatement("INSERT OR REPLACE INTO meta VALUES ('expiry_s', ?)")) {
      save.setString(1, String.valueOf(next.getEpochSecond()));
      save.executeUpdate();
    }
    return next;
  }

  private static @Nullable Instant last(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT cast(value AS INTEGER) FROM meta WHERE key = 'expiry_s'")) {
      return row.next() ? Instant.ofEpochSecond(row.getLong(1)) : null;
    }
  }
}
