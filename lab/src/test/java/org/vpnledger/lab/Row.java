package org.vpnledger.lab;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One flat object of the program's JSON.
 *
 * @param fields every value as the text that was printed, null for {@code null}; numbers stay text,
 *     so that none of them is rounded on its way into a test
 */
record Row(Map<String, @Nullable String> fields) {

  /**
   * The field's text.
   *
   * @throws AssertionError if it is null or not there
   */
  String text(String field) {
    String value = find(field);
    if (value == null) {
      throw new AssertionError(field + " is null in " + fields);
    }
    return value;
  }

  /**
   * The field's text, null for {@code null}.
   *
   * @throws AssertionError if there is no such field
   */
  @Nullable String find(String field) {
    if (!fields.containsKey(field)) {
      throw new AssertionError("no " + field + " in " + fields);
    }
    return fields.get(field);
  }

  boolean has(String field, String value) {
    return value.equals(find(field));
  }

  long number(String field) {
    return Long.parseLong(text(field));
  }

  Instant time(String field) {
    return OffsetDateTime.parse(text(field)).toInstant();
  }

  /** The {@code rx} and {@code tx} of these names: {@code ""} or {@code "carried_in_"}. */
  Bytes bytes(String prefix) {
    return new Bytes(number(prefix + "rx_bytes"), number(prefix + "tx_bytes"));
  }
}
