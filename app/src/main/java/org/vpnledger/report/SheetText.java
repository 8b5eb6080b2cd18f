package org.vpnledger.report;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A sheet as a table that fits the terminal: where there is no room the last columns are left out,
 * and text is cut. The other forms have everything.
 */
public final class SheetText {
  private static final String NOTHING = "-";
  private static final int NARROWEST = 6;
  private static final int READABLE = 14;
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
    List<List<String>> cells = new ArrayList<>();
    cells.add(shown.stream().map(i -> sheet.columns().get(i).header()).toList());
    for (List<@Nullable Object> row : sheet.rows()) {
      cells.add(
          shown.stream()
              .map(i -> text(sheet.columns().get(i).kind(), row.get(i), sheet.zone()))
              .toList());
    }
    int fitting = fitting(shown, sheet, cells);
    shown = shown.subList(0, fitting);
    cells.replaceAll(row -> row.subList(0, fitting));
    int[] widths = widths(shown, sheet, cells);
    StringBuilder out = new StringBuilder();
    for (int line = 0; line < cells.size(); line++) {
      String text = line(cells.get(line), widths, shown, sheet);
      out.append(line == 0 && colour ? BOLD + text + PLAIN : text).append('\n');
    }
    return out.toString();
  }

  /** How many columns fit if text gives way a little; the last ones matter least. */
  private int fitting(List<Integer> shown, Sheet sheet, List<List<String>> cells) {
    int used = -GAP.length();
    for (int i = 0; i < shown.size(); i++) {
      int column = i;
      int widest = cells.stream().mapToInt(row -> Width.of(row.get(column))).max().orElse(0);
      boolean text = sheet.columns().get(shown.get(i)).kind() == Column.Kind.TEXT;
      used += GAP.length() + (text ? Math.min(widest, READABLE) : widest);
      if (width > 0 && used > width) {
        return Math.max(1, i);
      }
    }
    return shown.size();
  }

  private int[] widths(List<Integer> shown, Sheet sheet, List<List<String>> cells) {
    int[] widths = new int[shown.size()];
    for (List<String> row : cells) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], Width.of(row.get(i)));
      }
    }
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
    return widths;
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
      case BYTES -> Units.bytes((Long) value);
      case RATE -> Units.rate((Long) value);
      case SECONDS -> Units.seconds((Long) value);
      case TIME -> Units.time((Instant) value, zone);
    };
  }
}
