package org.vpnledger.flow.sql;

import java.util.List;
import java.util.Set;

/**
 * A question as SQL over the views.
 *
 * @param sql one SELECT
 * @param values of its parameters: what people typed is never part of the SQL of ours
 * @param views that it reads
 */
record Query(String sql, List<Object> values, Set<View> views) {
  Query {
    values = List.copyOf(values);
    views = Set.copyOf(views);
  }
}
