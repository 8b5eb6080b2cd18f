package org.vpnledger.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.calendar.ZoneSpan;

/** What the ledger says of itself: the gateway it belongs to and the zone of its days. */
public final class Meta {
  private static final String GATEWAY_ID = "gateway_id";
  private static final String BEGAN = "began_s";
  private static final String GATEWAY_NAME = "gateway_name";

  private final Path file;
  private final Connection connection;

  Meta(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /** The gateway's UUID, made at the first run. */
  public String gatewayId() {
    return value(GATEWAY_ID);
  }

  /** The gateway's name as last configured. */
  public String gatewayName() {
    return value(GATEWAY_NAME);
  }

  /** The gateway's name is a setting: readers need it without the configuration. */
  public void nameGateway(String name) {
    put("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", GATEWAY_NAME, name);
  }

  /**
   * Since when this ledger counts: its first event, or now. Kept, since events are deleted one day.
   */
  public Instant began(Instant now) {
    put(
        "INSERT OR IGNORE INTO meta (key, value)"
            + " VALUES (?, coalesce((SELECT min(noticed_ns) FROM event) / 1000000000, ?))",
        BEGAN,
        Long.toString(now.getEpochSecond()));
    return Instant.ofEpochSecond(Long.parseLong(value(BEGAN)));
  }

  void createGateway() {
    put(
        "INSERT OR IGNORE INTO meta (key, value) VALUES (?, ?)",
        GATEWAY_ID,
        UUID.randomUUID().toString());
  }

  /** The days as they are stored; absent in a ledger that has none yet. */
  public @Nullable LedgerCalendar calendar() {
    List<ZoneSpan> spans = new ArrayList<>();
    try (PreparedStatement select =
            connection.prepareStatement("SELECT from_s, zone FROM zone ORDER BY from_s");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        spans.add(new ZoneSpan(Instant.ofEpochSecond(row.getLong(1)), ZoneId.of(row.getString(2))));
      }
    } catch (SQLException e) {
      throw SqliteErrors.explain("read", file, e);
    }
    return spans.isEmpty() ? null : LedgerCalendar.of(spans);
  }

  LedgerCalendar calendar(ZoneId configured, Instant now) {
    LedgerCalendar stored = calendar();
    LedgerCalendar next =
        stored == null ? LedgerCalendar.of(configured) : stored.withZone(configured, now);
    if (stored == null || !next.spans().equals(stored.spans())) {
      store(next);
    }
    return next;
  }

  private void store(LedgerCalendar calendar) {
    try (var statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      statement.execute("DELETE FROM zone");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO zone (from_s, zone) VALUES (?, ?)")) {
        for (ZoneSpan span : calendar.spans()) {
          insert.setLong(1, span.from().getEpochSecond());
          insert.setString(2, span.zone().getId());
          insert.addBatch();
        }
        insert.executeBatch();
      }
      statement.execute("COMMIT");
    } catch (SQLException e) {
      throw SqliteErrors.explain("write", file, e);
    }
  }

  private String value(String key) {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT value FROM meta WHERE key = ?")) {
      select.setString(1, key);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getString(1) : "";
      }
    } catch (SQLException e) {
      throw SqliteErrors.explain("read", file, e);
    }
  }

  private void put(String sql, String key, String value) {
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, key);
      insert.setString(2, value);
      insert.executeUpdate();
    } catch (SQLException e) {
      throw SqliteErrors.explain("write", file, e);
    }
  }
}
