package org.vpnledger.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.sqlite.Function;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.EndpointFilter;

/**
 * A condition on a column of endpoints. An index is searched for how their text begins; what it
 * finds is then asked whether it really is meant, by a function of ours that SQLite calls.
 */
final class EndpointCondition {
  private static final String MATCHES = "endpoint_matches";

  private final List<String> beginnings;

  private EndpointCondition(List<String> beginnings) {
    this.beginnings = beginnings;
  }

  /** For the next statement on the connection: each filter replaces the one before. */
  static EndpointCondition on(Connection connection, EndpointFilter filter) throws SQLException {
    Function.create(
        connection,
        MATCHES,
        new Function() {
          @Override
          protected void xFunc() throws SQLException {
            String text = value_text(0);
            Endpoint endpoint = text == null ? null : Endpoint.parse(text);
            result(endpoint != null && filter.matches(endpoint) ? 1 : 0);
          }
        });
    return new EndpointCondition(filter.beginnings());
  }

  /** The condition, whose parameters are appended. */
  String sql(String column, List<Object> parameters) {
    return beginnings.stream()
        .map(beginning -> {
          parameters.add(beginning);
          if (beginning.isEmpty()) {
            return "(%1$s >= ? AND %2$s(%1$s))".formatted(column, MATCHES);
          }
          int last = beginning.length() - 1;
          parameters.add(beginning.substring(0, last) + (char) (beginning.charAt(last) + 1));
          return "(%1$s >= ? AND %1$s < ? AND %2$s(%1$s))".formatted(column, MATCHES);
        })
        .collect(Collectors.joining(" OR ", "(", ")"));
  }

  /** The condition on either of two columns. */
  String sql(String column, String other, List<Object> parameters) {
    List<String> either = new ArrayList<>();
    either.add(sql(column, parameters));
    either.add(sql(other, parameters));
    return "(" + String.join(" OR ", either) + ")";
  }
}
