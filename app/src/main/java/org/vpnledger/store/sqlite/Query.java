package org.vpnledger.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One question: SQL, numbers and texts for its parameters, and what to make of a row. */
record Query(Connection connection, Path file) {

  /** Makes a value of a row's columns, taken in order. */
  interface Mapper<T> {
    T map(Row.Reader row) throws SQLException;
  }

  <T> List<T> list(String sql, Mapper<T> mapper, Object... parameters) {
    List<T> rows = new ArrayList<>();
    each(sql, mapper, rows::add, parameters);
    return rows;
  }

  /** Gives the rows one by one, so that there may be more of them than fit into memory. */
  <T> void each(String sql, Mapper<T> mapper, Consumer<T> receiver, Object... parameters) {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        select.setObject(i + 1, parameters[i]);
      }
      try (ResultSet result = select.executeQuery()) {
        Row.Reader row = new Row.Reader(result);
        while (result.next()) {
          receiver.accept(mapper.map(row.next()));
        }
      }
    } catch (SQLException e) {
      throw SqliteErrors.explain("read", file, e);
    }
  }

  /** A condition on row numbers, which come from this store and never from outside. */
  static String in(String column, @Nullable Collection<Long> ids) {
    return ids == null
        ? ""
        : " AND "
            + column
            + " IN ("
            + ids.stream().map(String::valueOf).collect(Collectors.joining(","))
            + ")";
  }
}
