package org.vpnledger.report;

/**
 * A column of an answer.
 *
 * @param field its name in JSON and CSV: snake_case with the unit
 * @param header its heading in a table; empty when tables leave it out
 * @param kind what its values are
 * @param leftOut the place in the order in which tables that do not fit leave columns out, 0 for
 *     never
 */
public record Column(String field, String header, Kind kind, int leftOut) {

  /** What a value is, and so how each form shows it. All may be null: unknown or not applicable. */
  public enum Kind {
    /** A {@code String}. */
    TEXT,
    /** A {@code Boolean}. */
    FLAG,
    /** A {@code Long}, shown as it is. */
    NUMBER,
    /** A {@code Double}, in tables with two decimals. */
    DECIMAL,
    /** A {@code Long} of bytes. */
    BYTES,
    /** A {@code Long} of bytes a second. */
    RATE,
    /** A {@code Long} of seconds. */
    SECONDS,
    /** An {@code Instant}: RFC 3339 with the ledger's offset. */
    TIME;

    boolean isRightAligned() {
      return switch (this) {
        case NUMBER, DECIMAL, BYTES, RATE, SECONDS -> true;
        case TEXT, FLAG, TIME -> false;
      };
    }
  }

  /** Shown in tables too. */
  public static Column of(String field, String header, Kind kind) {
    return new Column(field, header, kind, 0);
  }

  /** The same, but left out of tables that do not fit, in that order from 1. */
  public Column leftOut(int order) {
    return new Column(field, header, kind, order);
  }

  /** Only in JSON and CSV. */
  public static Column hidden(String field, Kind kind) {
    return new Column(field, "", kind, 0);
  }
}
