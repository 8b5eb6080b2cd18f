package org.vpnledger.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.chain.Head;
import org.vpnledger.chain.Link;
import org.vpnledger.store.HeadSigner;
import org.vpnledger.store.Retention;

/** Deletes what is older than it is kept. */
final class Expiry {
  private final Connection connection;
  private final Retention retention;
  private final HeadSigner signer;
  private final Instant now;

  Expiry(Connection connection, Retention retention, HeadSigner signer, Instant now) {
    this.connection = connection;
    this.retention = retention;
    this.signer = signer;
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

  /** Samples come whether or not a bucket closes. */
  void machine() throws SQLException {
    delete("DELETE FROM machine WHERE at_s < ?", daysAgo(retention.machineDays()).getEpochSecond());
  }

  private void buckets(Resolution resolution, Instant before) throws SQLException {
    long seconds = before.getEpochSecond();
    delete("DELETE FROM " + BucketTables.table(resolution) + " WHERE start_s < ?", seconds);
    String ofResolution =
        " WHERE resolution = " + ResolutionCode.of(resolution) + " AND start_s < ?";
    delete("DELETE FROM tunnel_bucket" + ofResolution, seconds);
    delete("DELETE FROM correction" + ofResolution, seconds);
  }

  /**
   * The oldest events, up to the first that is still kept: the chain has no holes. What is left of
   * them says where numbers and hashes go on.
   */
  private void events() throws SQLException {
    long before = Nanos.of(daysAgo(retention.eventDays()));
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT seq, hash FROM event WHERE seq <"
                + " coalesce((SELECT min(seq) FROM event WHERE noticed_ns >= ?),"
                + " (SELECT max(seq) + 1 FROM event)) ORDER BY seq DESC LIMIT 1")) {
      select.setLong(1, before);
      try (ResultSet row = select.executeQuery()) {
        if (row.next()) {
          leave(row.getLong(1), Link.of(row.getBytes(2)));
          delete("DELETE FROM event WHERE seq <= ?", row.getLong(1));
        }
      }
    }
    delete(
        "DELETE FROM session WHERE end_ns < ? AND (peer, number) NOT IN"
            + " (SELECT peer, session FROM counter WHERE session IS NOT NULL)",
        before);
  }

  /** What cannot be vouched for is deleted all the same: verification tells what it lacks. */
  private void leave(long seq, @Nullable Link link) throws SQLException {
    if (link != null) {
      Meta meta = new Meta(Path.of("ledger.db"), connection);
      Head head = new Head(meta.gatewayId(), meta.gatewayName(), seq, link, now);
      new Checkpoints(connection).add(seq, link, signer.sign(head));
    }
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
