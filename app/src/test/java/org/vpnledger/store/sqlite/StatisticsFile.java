package org.vpnledger.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A database with the tables of OpenVPN Statistics, for tests; closed after each change. */
public final class StatisticsFile {
  private final Path file;

  private StatisticsFile(Path file) {
    this.file = file;
  }

  /** A new one, without any rows. */
  public static StatisticsFile make(Path file) {
    return new StatisticsFile(file)
        .run(
            "CREATE TABLE connections (common_name TEXT, real_address TEXT,"
                + " bytes_received INTEGER, bytes_sent INTEGER, connected_since DATETIME,"
                + " db_updated DATETIME, ip_id INTEGER, PRIMARY KEY (common_name, connected_since))")
        .run(
            "CREATE TABLE ips (id INTEGER PRIMARY KEY AUTOINCREMENT, ip TEXT, city TEXT,"
                + " region TEXT, country TEXT, table_updated DATETIME, provider TEXT)")
        .run(
            "CREATE TABLE system_resources (table_updated DATETIME, disk_percentage INTEGER,"
                + " memory INTEGER, load_average_1 REAL, load_average_5 REAL,"
                + " load_average_15 REAL, proc_no INTEGER)");
  }

  /** A session; one of the name and beginning is replaced. */
  public StatisticsFile connection(
      String name, String address, long received, long sent, String since, String updated) {
    return run(
        "INSERT OR REPLACE INTO connections VALUES ('%s', '%s', %d, %d, '%s', '%s', NULL)"
            .formatted(name, address, received, sent, since, updated));
  }

  /** Any statement. */
  public StatisticsFile run(String sql) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return this;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
