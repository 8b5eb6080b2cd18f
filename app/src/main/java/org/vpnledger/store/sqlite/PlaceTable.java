package org.vpnledger.store.sqlite;

import java.time.Instant;
import java.util.List;
import org.vpnledger.store.PlaceRow;

/** The table of places. */
final class PlaceTable {
  private PlaceTable() {}

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
