package org.vpnledger.report;

import static org.vpnledger.report.Column.Kind.TEXT;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.PlaceRow;
import org.vpnledger.vpn.Address;
import org.vpnledger.vpn.Endpoint;

/**
 * Where the addresses of an answer are: columns at its end, of which tables show one, and that only
 * when places are known at all.
 */
final class Places {
  private static final int MANY = 500;

  private final LedgerReader reader;
  private final boolean any;
  private final Map<String, Optional<PlaceRow>> known = new HashMap<>();
  private boolean whole;

  private Places(LedgerReader reader) {
    this.reader = reader;
    this.any = reader.hasPlaces();
  }

  static Places of(LedgerReader reader) {
    return new Places(reader);
  }

  /** The columns, and those of places. */
  List<Column> columns(List<Column> columns) {
    return Stream.concat(
            columns.stream(),
            Stream.of(
                any ? Column.of("place", "PLACE", TEXT).leftOut(9) : Column.hidden("place", TEXT),
                Column.hidden("country", TEXT),
                Column.hidden("region", TEXT),
                Column.hidden("city", TEXT),
                Column.hidden("provider", TEXT)))
        .toList();
  }

  /** The row's values, and those of an endpoint's place. */
  List<@Nullable Object> at(@Nullable Endpoint endpoint, List<@Nullable Object> row) {
    return at(endpoint == null ? null : endpoint.host(), row);
  }

  /** The same of an address. */
  List<@Nullable Object> at(@Nullable String host, List<@Nullable Object> row) {
    PlaceRow place = any && host != null ? find(host) : null;
    List<@Nullable Object> all = new ArrayList<>(row);
    if (place == null) {
      for (int i = 0; i < 5; i++) {
        all.add(null);
      }
      return all;
    }
    all.add(place.summary().isEmpty() ? null : place.summary());
    all.add(place.country());
    all.add(place.region());
    all.add(place.city());
    all.add(place.provider());
    return all;
  }

  private @Nullable PlaceRow find(String host) {
    Address address = Address.parse(host);
    if (address == null) {
      return null;
    }
    if (known.size() == MANY && !whole) {
      whole = true; // from here on it is cheaper to read all than each
      reader.places().forEach(place -> known.put(place.address(), Optional.of(place)));
    }
    String text = address.toString();
    return whole
        ? known.getOrDefault(text, Optional.empty()).orElse(null)
        : known.computeIfAbsent(text, _ -> Optional.ofNullable(reader.place(text))).orElse(null);
  }
}
