package org.vpnledger.source.openvpn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where each column is, as a header says; the columns differ from version to version. */
final class Columns {
  private static final int ABSENT = -1;
  private static final int MOST = 64;

  private final int[] indexes = new int[Column.values().length];
  private final int count;

  private Columns(int count) {
    this.count = count;
    Arrays.fill(indexes, ABSENT);
  }

  /**
   * Reads a header.
   *
   * @param skipped how many of its fields come before the columns
   */
  static Columns of(Line header, int skipped) throws MalformedStatusException {
    int count = header.fields() - skipped;
    if (count > MOST) {
      throw header.malformed("more columns than OpenVPN has");
    }
    Columns columns = new Columns(count);
    for (int i = 0; i < count; i++) {
      int field = skipped + i;
      Column column = Column.titled(header.text(header.from(field), header.to(field)));
      if (column != null) {
        if (columns.has(column)) {
          throw header.malformed("two columns " + column.quoted());
        }
        columns.indexes[column.slot()] = i;
      }
    }
    return columns;
  }

  /** With all of these. */
  Columns with(Line header, Column... needed) throws MalformedStatusException {
    for (Column column : needed) {
      if (!has(column)) {
        throw header.malformed("no column " + column.quoted());
      }
    }
    return this;
  }

  int count() {
    return count;
  }

  boolean has(Column column) {
    return index(column) != ABSENT;
  }

  /** From 0; below it for a column that is not there. */
  int index(Column column) {
    return indexes[column.slot()];
  }

  /** The known columns between these two, whichever comes first. */
  List<Column> between(Column one, Column other) {
    int first = Math.min(index(one), index(other));
    int last = Math.max(index(one), index(other));
    List<Column> between = new ArrayList<>();
    for (Column column : Column.values()) {
      if (index(column) > first && index(column) < last) {
        between.add(column);
      }
    }
    return between;
  }
}
