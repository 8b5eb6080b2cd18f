package org.vpnledger.source.openvpn;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.OpenVpnRoute;

/** Gathers the routes of a file. */
final class Routes {
  private static final int MOST = 200_000;

  private final Line line;
  private final StatusTime clock;
  private final ArrayList<OpenVpnRoute> routes = new ArrayList<>();
  private @Nullable Row row;

  Routes(Line line, StatusTime clock) {
    this.line = line;
    this.clock = clock;
  }

  /** Takes the columns; so many fields come before them. */
  void header(int skipped) throws MalformedStatusException {
    if (row != null) {
      throw line.torn("a second routing table: the file is just being written");
    }
    Columns columns =
        Columns.of(line, skipped)
            .with(
                line,
                Column.VIRTUAL_ADDRESS,
                Column.COMMON_NAME,
                Column.REAL_ADDRESS,
                Column.LAST_REF);
    row = new Row(line, columns, Math.max(0, skipped - 1), clock);
  }

  void row() throws MalformedStatusException {
    if (row == null) {
      throw line.malformed("a route before the header of its columns");
    }
    if (routes.size() == MOST) {
      throw line.malformed("more than " + MOST + " routes");
    }
    routes.add(route(row.laid()));
  }

  private OpenVpnRoute route(Row row) throws MalformedStatusException {
    int from = row.from(Column.VIRTUAL_ADDRESS);
    int to = row.to(Column.VIRTUAL_ADDRESS);
    // Addresses are printed in small letters, so a large one is the mark and nothing else.
    boolean cached = from < to && line.at(to - 1) == 'C';
    return new OpenVpnRoute(
        line.text(from, cached ? to - 1 : to),
        cached,
        row.text(Column.COMMON_NAME),
        row.text(Column.REAL_ADDRESS),
        row.time(Column.LAST_REF, Column.LAST_REF_EPOCH));
  }

  List<OpenVpnRoute> finished() {
    return routes;
  }
}
