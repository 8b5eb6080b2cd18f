package org.vpnledger.store.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Amount;
import org.vpnledger.ledger.Session;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Endpoint;

/** Fills a statement's parameters, or takes a row's columns, one after the other. */
final class Row {
  private Row() {}

  /** Parameters in order. */
  static final class Writer {
    private final PreparedStatement statement;
    private int column;

    Writer(PreparedStatement statement) {
      this.statement = statement;
    }

    Writer put(long value) throws SQLException {
      statement.setLong(++column, value);
      return this;
    }

    Writer put(boolean value) throws SQLException {
      return put(value ? 1 : 0);
    }

    Writer put(@Nullable String value) throws SQLException {
      statement.setString(++column, value);
      return this;
    }

    Writer put(byte[] value) throws SQLException {
      statement.setBytes(++column, value);
      return this;
    }

    Writer put(@Nullable Endpoint value) throws SQLException {
      return put(value == null ? null : value.toString());
    }

    Writer put(Instant value) throws SQLException {
      return put(Nanos.of(value));
    }

    Writer putNullable(@Nullable Long value) throws SQLException {
      if (value == null) {
        statement.setNull(++column, java.sql.Types.INTEGER);
        return this;
      }
      return put(value.longValue());
    }

    Writer putNullable(@Nullable Double value) throws SQLException {
      if (value == null) {
        statement.setNull(++column, java.sql.Types.REAL);
      } else {
        statement.setDouble(++column, value);
      }
      return this;
    }

    Writer putNullable(@Nullable Instant value) throws SQLException {
      return putNullable(Nanos.ofNullable(value));
    }

    Writer put(Amount amount) throws SQLException {
      return put(amount.rxBytes()).put(amount.txBytes()).put(amount.estimatedBytes());
    }

    /** Ends the row; the writer is ready for the next one. */
    void addBatch() throws SQLException {
      statement.addBatch();
      column = 0;
    }
  }

  /** Columns in order. */
  static final class Reader {
    private final ResultSet row;
    private int column;

    Reader(ResultSet row) {
      this.row = row;
    }

    /** Back to the first column, for the next row. */
    Reader next() {
      column = 0;
      return this;
    }

    /** The first column once more, a row's number. */
    long first() throws SQLException {
      return row.getLong(1);
    }

    /** Passes over columns up to that one, whatever is in them. */
    void skipTo(int last) {
      column = last;
    }

    long number() throws SQLException {
      return row.getLong(++column);
    }

    int integer() throws SQLException {
      return row.getInt(++column);
    }

    boolean flag() throws SQLException {
      return number() != 0;
    }

    String text() throws SQLException {
      String text = row.getString(++column);
      return text == null ? "" : text;
    }

    @Nullable String nullableText() throws SQLException {
      return row.getString(++column);
    }

    byte @Nullable [] bytes() throws SQLException {
      return row.getBytes(++column);
    }

    @Nullable Long nullableNumber() throws SQLException {
      long value = row.getLong(++column);
      return row.wasNull() ? null : value;
    }

    @Nullable Integer nullableInteger() throws SQLException {
      Long value = nullableNumber();
      return value == null ? null : Math.toIntExact(value);
    }

    @Nullable Double nullableReal() throws SQLException {
      double value = row.getDouble(++column);
      return row.wasNull() ? null : value;
    }

    Instant instant() throws SQLException {
      return Nanos.at(number());
    }

    @Nullable Instant nullableInstant() throws SQLException {
      Long nanos = nullableNumber();
      return nanos == null ? null : Nanos.at(nanos);
    }

    @Nullable Endpoint endpoint() throws SQLException {
      String text = nullableText();
      return text == null ? null : Endpoint.parse(text);
    }

    /** Number, start, end, each with when it was noticed, endpoint and bytes, in this order. */
    Session session() throws SQLException {
      return new Session(
          integer(),
          instant(),
          instant(),
          nullableInstant(),
          nullableInstant(),
          endpoint(),
          new Counters(number(), number()));
    }

    Amount amount() throws SQLException {
      return new Amount(number(), number(), number());
    }
  }
}
