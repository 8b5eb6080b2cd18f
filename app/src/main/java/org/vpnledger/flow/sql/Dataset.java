package org.vpnledger.flow.sql;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vpnledger.flow.FlowRecord;

/** What is logged: each has files of its own, all with the same columns. */
public enum Dataset {
  /** 5-tuple flows: {@link FlowRecord}. */
  FLOWS(FlowRecord.HEADER, "n n t t t t t s t p t p t n n o"),
  /** Answers of name servers: what was asked, by whom, and what it became. */
  DNS(
      "time_ns,gateway,tunnel,peer,name,client,server,question,type,rcode,answers,min_ttl",
      "n t t t t t t t t t t m"),
  /** What a peer moved, where nothing finer may be logged. */
  TOTALS("start_ns,end_ns,gateway,tunnel,peer,name,direction,packets,bytes", "n n t t t t t n n");

  private final String header;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<DataColumn> columns;

  Dataset(String header, String kinds) {
    this.header = header;
    String[] names = header.split(",", -1);
    String[] letters = kinds.split(" ", -1);
    DataColumn[] made = new DataColumn[names.length];
    for (int i = 0; i < names.length; i++) {
      made[i] = DataColumn.of(names[i], letters[i]);
    }
    this.columns = List.of(made);
  }

  /** A column: its name, its type in SQL, and what its numbers may be. */
  record DataColumn(String name, String type, boolean required, long most) {
    /**
     * Of a letter: number, text, protocol (short), port, octet, or a number that may be missing.
     */
    private static DataColumn of(String name, String letter) {
      return switch (letter) {
        case "n" -> new DataColumn(name, "BIGINT", true, Long.MAX_VALUE);
        case "m" -> new DataColumn(name, "BIGINT", false, Long.MAX_VALUE);
        case "s" -> new DataColumn(name, "SMALLINT", true, 255);
        case "o" -> new DataColumn(name, "SMALLINT", false, Short.MAX_VALUE);
        case "p" -> new DataColumn(name, "INTEGER", false, 65535);
        default -> new DataColumn(name, "VARCHAR", false, 0);
      };
    }

    boolean isText() {
      return type.equals("VARCHAR");
    }

    /** As files keep it: no empty text, and no number that stands for none. */
    String normal() {
      return isText()
          ? "nullif(" + name + ", '') AS " + name
          : required ? name : "CASE WHEN " + name + " >= 0 THEN " + name + " END AS " + name;
    }
  }

  /** The name of its folder: lower case. */
  public String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The first line of its journals and CSV files. */
  public String header() {
    return header;
  }

  /** The one of that folder's name, absent if there is none. */
  public static @Nullable Dataset of(String folder) {
    return Arrays.stream(values())
        .filter(one -> one.folder().equals(folder))
        .findAny()
        .orElse(null);
  }

  List<DataColumn> columns() {
    return columns;
  }

  /** What says which hour a row belongs to: ns since 1970. */
  String time() {
    return columns.getFirst().name();
  }

  String names() {
    return columns.stream().map(DataColumn::name).collect(Collectors.joining(", "));
  }

  /** For {@code columns=} of {@code read_csv}. */
  String struct() {
    return columns.stream()
        .map(column -> "'" + column.name() + "': '" + column.type() + "'")
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** A row of nothing but NULL, of the right types; for who adds {@code WHERE false}. */
  String nothing() {
    return columns.stream()
        .map(column -> "NULL::" + column.type() + " AS " + column.name())
        .collect(Collectors.joining(", ", "SELECT ", ""));
  }
}
