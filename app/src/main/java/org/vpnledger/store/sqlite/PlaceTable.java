package org.vpnledger.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.store.KeptPlace;
import org.vpnledger.store.PlaceRow;

/** The table of places. */
final class PlaceTable {
  private static final String COLUMNS =
      "id, address, noted_s, country, country_name, region, city, provider, latitude, longitude,"
          + " radius_km, origin";
  private static final String KEPT =
      "SELECT " + COLUMNS + ", seen_s, stranger, asked_s FROM place ";

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
    return query.list("SELECT " + COLUMNS + " FROM place ORDER BY id", PlaceTable::place);
  }

  static @Nullable PlaceRow read(Query query, String address) {
    return query
        .list("SELECT " + COLUMNS + " FROM place WHERE address = ?", PlaceTable::place, address)
        .stream()
        .findFirst()
        .orElse(null);
  }

  /** Whether there is any that says something. */
  static boolean hasAny(Query query) {
    return query
            .list(
                "SELECT EXISTS (SELECT 1 FROM place WHERE country IS NOT NULL OR provider IS NOT NULL)",
                Row.Reader::number)
            .getFirst()
        != 0;
  }

  /** Those for which a rest of the statement holds, which begins with WHERE. */
  static List<KeptPlace> kept(Query query, String where, Object... parameters) {
    return query.list(
        KEPT + where,
        row -> {
          PlaceRow place = place(row);
          Instant seen = Instant.ofEpochSecond(row.number());
          boolean stranger = row.flag();
          Long asked = row.nullableNumber();
          return new KeptPlace(
              place, seen, stranger, asked == null ? null : Instant.ofEpochSecond(asked));
        },
        parameters);
  }

  /** An address keeps its number; who was seen there once stays known to have been there. */
  static void put(Batches batches, KeptPlace kept) throws SQLException {
    PlaceRow place = kept.row();
    batches
        .row(
            "INSERT INTO place (address, noted_s, country, country_name, region, city, provider,"
                + " latitude, longitude, radius_km, origin, seen_s, stranger, asked_s)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (address) DO UPDATE SET noted_s = excluded.noted_s,"
                + " country = excluded.country, country_name = excluded.country_name,"
                + " region = excluded.region, city = excluded.city, provider = excluded.provider,"
                + " latitude = excluded.latitude, longitude = excluded.longitude,"
                + " radius_km = excluded.radius_km, origin = excluded.origin,"
                + " seen_s = max(seen_s, excluded.seen_s),"
                + " stranger = min(stranger, excluded.stranger), asked_s = excluded.asked_s")
        .put(place.address())
        .put(place.notedAt().getEpochSecond())
        .put(place.country())
        .put(place.countryName())
        .put(place.region())
        .put(place.city())
        .put(place.provider())
        .putNullable(place.latitude())
        .putNullable(place.longitude())
        .putNullable(place.radiusKm() == null ? null : Long.valueOf(place.radiusKm()))
        .put(place.origin())
        .put(kept.seenAt().getEpochSecond())
        .put(kept.stranger())
        .putNullable(kept.askedAt() == null ? null : Long.valueOf(kept.askedAt().getEpochSecond()))
        .addBatch();
  }

  private static PlaceRow place(Row.Reader row) throws SQLException {
    return new PlaceRow(
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
        row.text());
  }
}
