package org.vpnledger.source.openvpn;

import static org.vpnledger.source.openvpn.Column.COMMON_NAME;
import static org.vpnledger.source.openvpn.Column.USERNAME;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of values under the columns of a header.
 *
 * <p>With commas between the columns, those in names are not escaped. No other column has commas,
 * so a line with too many fields says how many the names have together. Where the common name is
 * the only one, all are its own; where there is a login too, they are shared out so that every
 * column between the two has its form:
 *
 * <pre>
 * CLIENT_LIST,bob,the "2nd",192.0.2.10:56654,10.8.0.2,,2816,2900,2026-01-01 09:00:00,1767258000,b,2,0,0,AES-256-GCM
 *             common name   address          address   number    time                seconds    login
 * </pre>
 *
 * <p>A name may be made to look like those columns. But OpenVPN takes no common name of more than
 * {@value #LONGEST_NAME} bytes, and the true columns of a client that has an address are longer: so
 * they fit into no common name, and a login that imitates them moves nothing. A common name that
 * imitates them moves nothing either, as the longest one within the bound is taken.
 */
final class Row {
  private static final int LONGEST_NAME = 64;

  private final Line line;
  private final Columns columns;
  private final int skipped;
  private final List<Column> between;
  private final StatusTime clock;

  /** Where the free texts are; a login that is not there is behind all others. */
  private final int nameIndex;

  private final int userIndex;

  /** How many separators are in the common name and in the login. */
  private int nameCommas;

  private int userCommas;

  /**
   * Prepares for the lines below a header.
   *
   * @param skipped how many fields come before the columns
   */
  Row(Line line, Columns columns, int skipped, StatusTime clock) {
    this.line = line;
    this.columns = columns;
    this.skipped = skipped;
    this.clock = clock;
    this.nameIndex = columns.index(COMMON_NAME);
    this.userIndex = columns.has(USERNAME) ? columns.index(USERNAME) : Integer.MAX_VALUE;
    this.between = columns.has(USERNAME) ? columns.between(COMMON_NAME, USERNAME) : List.of();
  }

  /** Lays the columns over the line as it is now. */
  Row laid() throws MalformedStatusException {
    int extra = line.fields() - skipped - columns.count();
    if (extra < 0) {
      throw line.malformed("fewer fields than columns");
    }
    nameCommas = extra;
    userCommas = 0;
    if (extra > 0 && line.isTabbed()) {
      throw line.malformed("more fields than columns"); // there are no tabs in names
    }
    if (extra > 0 && columns.has(USERNAME)) {
      share(extra);
    }
    return this;
  }

  private void share(int extra) throws MalformedStatusException {
    int shortest = -1;
    for (int commas = extra; commas >= 0; commas--) {
      nameCommas = commas;
      userCommas = extra - commas;
      if (fits()) {
        if (to(COMMON_NAME) - from(COMMON_NAME) <= LONGEST_NAME) {
          return;
        }
        shortest = commas;
      }
    }
    if (shortest < 0) {
      throw line.malformed("more fields than columns");
    }
    nameCommas = shortest;
    userCommas = extra - shortest;
  }

  private boolean fits() {
    for (Column column : between) {
      if (!Shape.fits(column, line, from(column), to(column))) {
        return false;
      }
    }
    return true;
  }

  int from(Column column) {
    return line.from(field(columns.index(column)));
  }

  int to(Column column) {
    return line.to(field(columns.index(column) + 1) - 1);
  }

  /** The first field of a column. */
  private int field(int index) {
    return skipped
        + index
        + (index > nameIndex ? nameCommas : 0)
        + (index > userIndex ? userCommas : 0);
  }

  String text(Column column) {
    return line.text(from(column), to(column));
  }

  /** The text; absent if the column is missing or empty. */
  @Nullable String textIfAny(Column column) {
    return isEmpty(column) ? null : text(column);
  }

  boolean isEmpty(Column column) {
    return !columns.has(column) || from(column) == to(column);
  }

  boolean is(Column column, String ascii) {
    return line.matches(from(column), to(column), ascii);
  }

  long number(Column column, long max) throws MalformedStatusException {
    return line.decimal(from(column), to(column), max, column.quoted());
  }

  /** A time: the seconds since 1970 where the file has them, otherwise its text. */
  Instant time(Column text, Column epoch) throws MalformedStatusException {
    return columns.has(epoch)
        ? Instant.ofEpochSecond(number(epoch, StatusTime.MOST_SECONDS))
        : clock.at(line, from(text), to(text));
  }
}
