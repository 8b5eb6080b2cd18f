package org.vpnledger.flow.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a question was answered: rows under named fields.
 *
 * @param fields in order
 * @param rows each with a value a field: {@code String}, {@code Boolean}, {@code Long}, {@code
 *     Double}, {@code Instant} or null, as the field's kind says; read once, while what answered is
 *     open
 * @param count how many rows there are
 */
public record Answer(List<Field> fields, Iterable<List<@Nullable Object>> rows, long count) {
  public Answer {
    fields = List.copyOf(fields);
  }

  /** A field's name, and what its values are. */
  public record Field(String name, Kind kind) {}

  /** What values are. */
  public enum Kind {
    TEXT,
    FLAG,
    NUMBER,
    DECIMAL,
    TIME
  }
}
