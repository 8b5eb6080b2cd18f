package org.vpnledger.report;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A sheet as a table that fits the terminal. */
public final class SheetText {
  private static final String NOTHING = "-";
  private static final int NARROWEST = 6;
  private static final int READABLE = 10;
  private static final String GAP = "  ";
  private static final String BOLD = "\u001b[1m";
  private static final String PLAIN = "\u001b[0m";

  private final int width;
  private final boolean colour;

  /**
   * A form for tables.
   *
   * @param width columns of the terminal, 0 for as wide as it gets
   * @param colour whether headings are emphasised
   */
  public SheetText(int width, boolean colour) {
    this.width = width;
    this.colour = colour;
  }

  /** The table, each line ended; only the heading when there are no rows. */
  public String render(Sheet sheet) {
    List<Integer> shown =
        IntStream.range(0, sheet.columns().size())
            .filter(i -> !sheet.columns().get(i).header().isEmpty())
            .boxed()
            .toList();
    List<List<String>> cells = cells(sheet, shown);
    int[] widths = widths(shown, cells);
    while (width > 0 && least(widths, shown, sheet) > width) {
      List<Integer> fewer = withoutOne(shown, sheet);
      if (fewer.size() == shown.size()) {
        break;
      }
      shown = fewer;
      cells = cells(sheet, shown);
      widths = widths(shown, cells);
    }
    narrow(widths, shown, sheet);
    StringBuilder out = new StringBuilder();
    for (int line = 0; line < cells.size(); line++) {
      String text = line(cells.get(line), widths, shown, sheet);
      out.append(line == 0 && colour ? BOLD + text + PLAIN : text).append('\n');
    }
    return out.toString();
  }

  /** What the table needs at least, if text is to remain readable. */
  private static int least(int[] widths, List<Integer> shown, Sheet sheet) {
    int least = GAP.length() * (widths.length - 1);
    for (int i = 0; i < widths.length; i++) {
      boolean text = sheet.columns().get(shown.get(i)).kind() == Column.Kind.TEXT;
      least += text ? Math.min(widths[i], READABLE) : widths[i];
    }
    return least;
  }

  /** Without the column that is the first to go; all of them if none may. */
  private static List<Integer> withoutOne(List<Integer> shown, Sheet sheet) {
    return shown.stream()
        .filter(i -> sheet.columns().get(i).leftOut() > 0)
        .min(Comparator.comparingInt(i -> sheet.columns().get(i).leftOut()))
        .map(first -> shown.stream().filter(i -> !i.equals(first)).toList())
        .orElse(shown);
  }

  private static List<List<String>> cells(Sheet sheet, List<Integer> shown) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(shown.stream().map(i -> sheet.columns().get(i).header()).toList());
    for (List<@Nullable Object> row : sheet.rows()) {
      cells.add(
          shown.stream()
              .map(i -> text(sheet.columns().get(i).kind(), row.get(i), sheet.zone()))
              .toList());
    }
    return cells;
  }

  private static int[] widths(List<Integer> shown, List<List<String>> cells) {
    int[] widths = new int[shown.size()];
    for (List<String> row : cells) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], Width.of(row.get(i)));
      }
    }
    return widths;
  }

  private void narrow(int[] widths, List<Integer> shown, Sheet sheet) {
    // Only text gives way: a figure that is cut says something else.
    int excess = IntStream.of(widths).sum() + GAP.length() * (widths.length - 1) - width;
    while (width > 0 && excess > 0) {
      int widest = -1;
      for (int i = 0; i < widths.length; i++) {
        boolean gives =
            sheet.columns().get(shown.get(i)).kind() == Column.Kind.TEXT && widths[i] > NARROWEST;
        if (gives && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        break;
      }
      widths[widest]--;
      excess--;
    }
  }

  private static String line(List<String> cells, int[] widths, List<Integer> shown, Sheet sheet) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = Width.cut(cells.get(i), widths[i]);
      String padding = " ".repeat(Math.max(0, widths[i] - Width.of(cell)));
      boolean right = sheet.columns().get(shown.get(i)).kind().isRightAligned();
      line.append(i == 0 ? "" : GAP).append(right ? padding + cell : cell + padding);
    }
    return line.toString().stripTrailing();
  }

  private static String text(Column.Kind kind, @Nullable Object value, ZoneId zone) {
    if (value == null) {
      return NOTHING;
    }
    return switch (kind) {
      case TEXT -> SafeText.plain(value.toString());
      case FLAG -> value.equals(true) ? "yes" : "no";
      case NUMBER -> value.toString();
      case DECIMAL -> String.format(Locale.ROOT, "%.2f", (Double) value);
      case BYTES -> Units.bytes((Long) value);
      case RATE -> Units.rate((Long) value);
      case SECONDS -> Units.seconds((Long) value);
      case TIME -> Units.time((Instant) value, zone);
    };
  }
}
