package org.vpnledger.flow.sql;

import java.sql.SQLException;
import java.util.List;

/** Makes sure that a text is one SELECT, by the parser that will run it. */
final class OneSelect {
  private OneSelect() {}

  /** Refuses everything else: it could change files that lie where reading is allowed. */
  static void require(Duck duck, String sql) throws SQLException {
    List<String> found =
        duck.rows(
            "SELECT CASE WHEN j->>'error' = 'true' THEN j->>'error_message'"
                + " WHEN json_array_length(j->'statements') <> 1 THEN 'one statement only' ELSE '' END"
                + " FROM (SELECT json_serialize_sql(?) AS j)",
            List.of(sql),
            row -> row.getString(1));
    String problem = found.isEmpty() ? "nothing is asked" : found.getFirst();
    if (!problem.isEmpty()) {
      throw new FlowProblem(
          FlowProblem.Cause.QUESTION,
          problem.startsWith("Only SELECT") || problem.startsWith("one statement")
              ? "sql takes one SELECT, which reads the views flows, dns, totals and hours"
              : problem);
    }
  }
}
