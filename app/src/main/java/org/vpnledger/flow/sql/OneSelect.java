package org.vpnledger.flow.sql;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes sure that a text is one SELECT, by the parser that will run it. */
final class OneSelect {
  /** A table that it reads, or a text that {@code query_table} may be given. */
  private static final Pattern NAME = Pattern.compile("\"(?:table_name|value)\":\"(\\w+)\"");

  private OneSelect() {}

  /** The names of what it reads, in lower case; perhaps more of them. */
  static Set<String> names(Duck duck, String sql) throws SQLException {
    Set<String> names = new HashSet<>();
    for (String tree :
        duck.rows("SELECT json_serialize_sql(?)::VARCHAR", List.of(sql), row -> row.getString(1))) {
      Matcher name = NAME.matcher(tree);
      while (name.find()) {
        names.add(name.group(1).toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

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
