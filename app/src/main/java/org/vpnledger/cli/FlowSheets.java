package org.vpnledger.cli;

import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.flow.sql.Answer;
import org.vpnledger.report.Column;
import org.vpnledger.report.Column.Kind;
import org.vpnledger.report.Sheet;

/** Answers about flows as sheets: a field of a known name is shown as it is elsewhere. */
final class FlowSheets {
  private static final Map<String, Column> KNOWN =
      Map.ofEntries(
          Map.entry("rx_bytes", Column.of("rx_bytes", "RECEIVED", Kind.BYTES)),
          Map.entry("tx_bytes", Column.of("tx_bytes", "SENT", Kind.BYTES)),
          Map.entry("total_bytes", Column.of("total_bytes", "TOTAL", Kind.BYTES)),
          Map.entry("packets", Column.of("packets", "PACKETS", Kind.NUMBER).leftOut(2)),
          Map.entry("flows", Column.of("flows", "FLOWS", Kind.NUMBER).leftOut(4)),
          Map.entry("addresses", Column.of("addresses", "ADDRESSES", Kind.NUMBER).leftOut(3)));

  /** What only machines need where a name tells people more. */
  private static final Map<String, Column> OF_QUESTIONS =
      Map.ofEntries(
          Map.entry("peer", Column.of("peer", "PEER", Kind.TEXT).leftOut(1)),
          Map.entry("protocol", Column.hidden("protocol", Kind.NUMBER)),
          Map.entry("port", Column.hidden("port", Kind.NUMBER)),
          Map.entry("gateway", Column.hidden("gateway", Kind.TEXT)),
          Map.entry("tunnel", Column.of("tunnel", "TUNNEL", Kind.TEXT).leftOut(5)),
          Map.entry("direction", Column.of("direction", "DIR", Kind.TEXT).leftOut(6)),
          Map.entry("src_port", Column.of("src_port", "SRC PORT", Kind.NUMBER).leftOut(7)),
          Map.entry("dst_port", Column.of("dst_port", "DST PORT", Kind.NUMBER).leftOut(8)),
          Map.entry("bytes", Column.of("bytes", "BYTES", Kind.BYTES)),
          Map.entry("ended", Column.hidden("ended", Kind.TIME)));

  private FlowSheets() {}

  /** The first rows of an answer of a question of ours. */
  static Sheet of(Answer answer, ZoneId zone, long most) {
    return sheet(answer, answer.fields().stream().map(FlowSheets::column).toList(), zone, most);
  }

  /** The first rows of an answer to a statement: its columns as they were named. */
  static Sheet plain(Answer answer, ZoneId zone, long most) {
    return sheet(
        answer,
        answer.fields().stream()
            .map(field -> Column.of(field.name(), heading(field.name()), kind(field.kind())))
            .toList(),
        zone,
        most);
  }

  private static Column column(Answer.Field field) {
    Column known = KNOWN.getOrDefault(field.name(), OF_QUESTIONS.get(field.name()));
    return known != null
        ? known
        : Column.of(field.name(), heading(field.name()), kind(field.kind()));
  }

  private static String heading(String name) {
    String heading = name.toUpperCase(Locale.ROOT).replace('_', ' ').strip();
    return heading.isEmpty() ? "?" : heading;
  }

  private static Kind kind(Answer.Kind kind) {
    return switch (kind) {
      case TEXT -> Kind.TEXT;
      case FLAG -> Kind.FLAG;
      case NUMBER -> Kind.NUMBER;
      case DECIMAL -> Kind.DECIMAL;
      case TIME -> Kind.TIME;
    };
  }

  private static Sheet sheet(Answer answer, List<Column> columns, ZoneId zone, long most) {
    return new Sheet(columns, () -> first(answer.rows().iterator(), most), zone);
  }

  private static Iterator<List<@Nullable Object>> first(
      Iterator<List<@Nullable Object>> rows, long most) {
    return new Iterator<>() {
      private long left = most;

      @Override
      public boolean hasNext() {
        return left > 0 && rows.hasNext();
      }

      @Override
      public List<@Nullable Object> next() {
        left--;
        return rows.next();
      }
    };
  }
}
