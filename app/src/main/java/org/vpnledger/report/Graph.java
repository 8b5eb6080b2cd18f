package org.vpnledger.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sheet of usage as horizontal bars: a line a row, longest for the most bytes. */
public final class Graph {
  private static final String[] EIGHTHS = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  private static final int USUAL_WIDTH = 80;
  private static final int FIGURE = 11;

  private Graph() {}

  /** Draws {@code total_bytes}, labelled by period and name. */
  public static String of(Sheet sheet, int width) {
    int total = index(sheet, "total_bytes");
    int period = index(sheet, "period");
    int name = index(sheet, "name");
    List<String> labels = new ArrayList<>();
    List<Long> values = new ArrayList<>();
    for (List<@Nullable Object> row : sheet.rows()) {
      labels.add((text(row, period) + " " + text(row, name)).strip());
      Object value = row.get(total);
      values.add(value instanceof Long bytes ? Math.max(0, bytes) : 0L);
    }
    int columns = width == 0 ? USUAL_WIDTH : width;
    labels.replaceAll(text -> Width.cut(text, Math.max(16, columns / 2)));
    int label = labels.stream().mapToInt(Width::of).max().orElse(0);
    long most = values.stream().mapToLong(Long::longValue).max().orElse(0);
    int room = Math.max(1, columns - label - FIGURE - 3);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < labels.size(); i++) {
      String figure = Units.bytes(values.get(i));
      out.append(labels.get(i))
          .append(" ".repeat(label - Width.of(labels.get(i)) + 1))
          .append(" ".repeat(Math.max(0, FIGURE - figure.length())))
          .append(figure)
          .append(' ')
          .append(bar(most == 0 ? 0 : values.get(i) / (double) most, room))
          .append('\n');
    }
    return out.toString();
  }

  private static String bar(double share, int room) {
    long eighths = Math.round(share * room * 8);
    return "█".repeat((int) (eighths / 8)) + EIGHTHS[(int) (eighths % 8)];
  }

  private static String text(List<@Nullable Object> row, int index) {
    return index < 0 || row.get(index) == null
        ? ""
        : SafeText.plain(String.valueOf(row.get(index)));
  }

  private static int index(Sheet sheet, String field) {
    for (int i = 0; i < sheet.columns().size(); i++) {
      if (sheet.columns().get(i).field().equals(field)) {
        return i;
      }
    }
    return -1;
  }
}
