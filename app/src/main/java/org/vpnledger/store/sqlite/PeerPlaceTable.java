package org.vpnledger.store.sqlite;

import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.store.PeerPlaces;
import org.vpnledger.store.PlaceBook;
import org.vpnledger.vpn.Endpoint;

/** Where peers have been. */
final class PeerPlaceTable {
  /** What a statement ends with that is about one peer. */
  static final String OF_PEER =
      " FROM peer p JOIN tunnel t ON t.id = p.tunnel"
          + " WHERE t.source = ? AND t.interface = ? AND p.key = ?";

  private static final String COUNTRY = "country";
  private static final String PROVIDER = "provider";

  private PeerPlaceTable() {}

  static PeerPlaces read(Query query, PlaceBook.Who who) {
    Map<String, Instant> countries = new HashMap<>();
    Map<String, Instant> providers = new HashMap<>();
    query.list(
        "SELECT o.kind, o.origin, o.seen_s FROM peer_origin o WHERE o.peer IN (SELECT p.id"
            + OF_PEER
            + ")",
        row ->
            (row.text().equals(COUNTRY) ? countries : providers)
                .put(row.text(), Instant.ofEpochSecond(row.number())),
        who.tunnel().source(),
        who.tunnel().interfaceName(),
        who.peer().text());
    return new PeerPlaces(countries, providers, sighting(query, who));
  }

  private static PeerPlaces.@Nullable Sighting sighting(Query query, PlaceBook.Who who) {
    return query
        .list(
            "SELECT endpoint, until_ns, online, place, country, provider, latitude, longitude,"
                + " radius_km, told_ns FROM peer_sighting WHERE peer IN (SELECT p.id"
                + OF_PEER
                + ")",
            row -> {
              Endpoint endpoint = row.endpoint();
              return new PeerPlaces.Sighting(
                  endpoint == null ? new Endpoint("0.0.0.0", 0) : endpoint,
                  row.instant(),
                  row.flag(),
                  row.text(),
                  row.nullableText(),
                  row.nullableText(),
                  row.nullableReal(),
                  row.nullableReal(),
                  row.nullableInteger(),
                  row.nullableInstant());
            },
            who.tunnel().source(),
            who.tunnel().interfaceName(),
            who.peer().text())
        .stream()
        .findFirst()
        .orElse(null);
  }

  static void replace(Batches batches, PlaceBook.Who who, PeerPlaces places) throws SQLException {
    of(batches.row("DELETE FROM peer_origin WHERE peer IN (SELECT p.id" + OF_PEER + ")"), who);
    for (Map.Entry<String, Instant> country : places.countries().entrySet()) {
      origin(batches, COUNTRY, country, who);
    }
    for (Map.Entry<String, Instant> provider : places.providers().entrySet()) {
      origin(batches, PROVIDER, provider, who);
    }
    PeerPlaces.Sighting last = places.last();
    if (last != null) {
      of(
          batches
              .row(
                  "INSERT OR REPLACE INTO peer_sighting (endpoint, until_ns, online, place, country,"
                      + " provider, latitude, longitude, radius_km, told_ns, peer)"
                      + " SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, p.id"
                      + OF_PEER)
              .put(last.endpoint())
              .put(last.until())
              .put(last.online())
              .put(last.place())
              .put(last.country())
              .put(last.provider())
              .putNullable(last.latitude())
              .putNullable(last.longitude())
              .putNullable(last.radiusKm() == null ? null : Long.valueOf(last.radiusKm()))
              .putNullable(last.told()),
          who);
    }
  }

  private static void origin(
      Batches batches, String kind, Map.Entry<String, Instant> origin, PlaceBook.Who who)
      throws SQLException {
    of(
        batches
            .row(
                "INSERT INTO peer_origin (kind, origin, seen_s, peer) SELECT ?, ?, ?, p.id"
                    + OF_PEER)
            .put(kind)
            .put(origin.getKey())
            .put(origin.getValue().getEpochSecond()),
        who);
  }

  private static void of(Row.Writer row, PlaceBook.Who who) throws SQLException {
    row.put(who.tunnel().source())
        .put(who.tunnel().interfaceName())
        .put(who.peer().text())
        .addBatch();
  }
}
