package org.vpnledger.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.vpnledger.store.PlaceRow;

/** The table of places. */
final class PlaceTable {
  private PlaceTable() {}

  /** Unless the address has one. */
  static void add(Connection connection, PlaceRow place) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT OR IGNORE INTO place (address, noted_s, country, country_name, region, city,"
                + " provider, origin) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
      new Row.Writer(insert)
          .put(place.address())
          .put(place.notedAt().getEpochSecond())
          .put(place.country())
          .put(place.countryName())
          .put(place.region())
          .put(place.city())
          .put(place.provider())
          .put(place.origin());
      insert.executeUpdate();
    }
  }

  static List<PlaceRow> read(Query query) {
    return query.list(
        "SELECT id, address, noted_s, country, country_name, region, city, provider, latitude,"
            + " longitude, radius_km, origin FROM place ORDER BY id",
        row ->
            new PlaceRow(
                row.number(),
                row.text(),
                Instant.ofEpochSecond(row.number()),
                row.nullableText(),
                row.nullableText(),
                row.nullableText(),
                row.nullableText(),
                row.nullableText(),
                row.nullableReal(),
                row.nullableReal(),
                row.nullableInteger(),
                row.text()));
  }
}
