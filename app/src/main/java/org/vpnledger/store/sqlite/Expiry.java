package org.vpnledger.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.store.Retention;

/** Deletes what is older than it is kept. */
final class Expiry {
  private final Connection connection;
  private final Retention retention;
  private final Instant now;

  Expiry(Connection connection, Retention retention, Instant now) {
    this.connection = connection;
    this.retention = retention;
    this.now = now;
  }

  void run(Set<Resolution> closed) throws SQLException {
    for (Resolution resolution : closed) {
      switch (resolution) {
        case FIVE_MINUTES -> buckets(resolution, daysAgo(retention.fiveMinuteDays()));
        case HOUR -> {
          buckets(resolution, daysAgo(retention.hourDays()));
          delete(
              "DELETE FROM reading WHERE at_s < ? AND imported = 0",
              daysAgo(retention.readingDays()).getEpochSecond());
        }
        case DAY -> {
          buckets(resolution, daysAgo(retention.dayYears() * 366L));
          events();
        }
        case MONTH -> {
          // kept for ever: a row a peer and month
        }
      }
    }
  }

  private void buckets(Resolution resolution, Instant before) throws SQLException {
    long seconds = before.getEpochSecond();
    delete("DELETE FROM " + BucketTables.table(resolution) + " WHERE start_s < ?", seconds);
    String ofResolution =
        " WHERE resolution = " + ResolutionCode.of(resolution) + " AND start_s < ?";
    delete("DELETE FROM tunnel_bucket" + ofResolution, seconds);
    delete("DELETE FROM correction" + ofResolution, seconds);
  }

  private void events() throws SQLException {
    long before = Nanos.of(daysAgo(retention.eventDays()));
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(
          "INSERT OR REPLACE INTO meta SELECT 'last_event', cast(max(seq) AS TEXT) FROM event"
              + " HAVING max(seq) IS NOT NULL");
    }
    delete("DELETE FROM event WHERE noticed_ns < ?", before);
    delete(
        "DELETE FROM session WHERE end_ns < ? AND (peer, number) NOT IN"
            + " (SELECT peer, session FROM counter WHERE session IS NOT NULL)",
        before);
  }

  private void delete(String sql, long before) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setLong(1, before);
      delete.executeUpdate();
    }
  }

  private Instant daysAgo(long days) {
    return now.minus(Duration.ofDays(days));
  }
}
