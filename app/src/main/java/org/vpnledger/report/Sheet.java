package org.vpnledger.report;

import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer: flat rows under named columns, the same whether it is shown as a table, CSV or JSON.
 *
 * @param columns in order
 * @param rows each with one value a column, of the column's kind or null; may be made as they are
 *     asked for, so that an export of millions needs no memory
 * @param zone the ledger's zone, for times
 */
public record Sheet(
    List<Column> columns, Iterable<? extends List<@Nullable Object>> rows, ZoneId zone) {
  public Sheet {
    columns = List.copyOf(columns);
  }
}
