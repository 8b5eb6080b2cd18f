package org.vpnledger.page;

import java.io.IOException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.vpnledger.ledger.Amount;
import org.vpnledger.report.Units;

/**
 * Bars as an inline SVG: what came in below, what went out on top of it. Each chart has its own
 * scale, and says in words what it shows.
 */
final class Chart {
  private static final int GAP = 2;
  private static final int HEIGHT = 60;
  private static final int TALL = 64;
  private static final int AXIS = 10;
  private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  /** What a bar stands for. */
  enum Unit {
    HOUR("Hour by hour today", "at ", 13),
    DAY("Day by day this month", "on ", 10);

    private final String title;
    private final String preposition;

    /** From bar to bar: a day and a month are as wide as each other. */
    private final int step;

    Unit(String title, String preposition, int step) {
      this.title = title;
      this.preposition = preposition;
      this.step = step;
    }
  }

  private final Bars bars;
  private final Unit unit;
  private final ZoneId zone;

  Chart(Bars bars, Unit unit, ZoneId zone) {
    this.bars = bars;
    this.unit = unit;
    this.zone = zone;
  }

  /** What the chart shows, in words. */
  String inWords() {
    Amount sum = bars.sum();
    if (sum.isZero()) {
      return "nothing moved";
    }
    int most = bars.largest();
    return "in %s, out %s; most %s%s: %s"
        .formatted(
            Units.bytes(sum.rxBytes()),
            Units.bytes(sum.txBytes()),
            unit.preposition,
            label(most),
            Units.bytes(bars.total(most)));
  }

  /** For a cell of the table. */
  void small(Markup page) throws IOException {
    begin(page, "chart", HEIGHT);
    page.element("title", unit.title + ": " + inWords());
    axis(page, HEIGHT);
    bars(page, "in", HEIGHT);
    bars(page, "out", HEIGHT);
    page.close();
  }

  /** With an axis, and a title for each bar. */
  void large(Markup page) throws IOException {
    begin(page, "chart large", TALL + AXIS);
    page.element("title", unit.title);
    page.element("desc", inWords());
    axis(page, TALL);
    bars(page, "in", TALL);
    bars(page, "out", TALL);
    for (int i = 0; i < bars.amounts().size(); i++) {
      Amount amount = bars.amounts().get(i);
      if (isLabelled(i)) {
        page.element(
            "text",
            shortLabel(i),
            "x",
            String.valueOf(i * unit.step + bar() / 2),
            "y",
            String.valueOf(TALL + AXIS - 1));
      }
      // Transparent and as high as the chart: small bars are hard to hit.
      page.open(
          "rect",
          "class",
          "hit",
          "x",
          String.valueOf(i * unit.step),
          "width",
          String.valueOf(unit.step),
          "height",
          String.valueOf(TALL));
      page.element(
          "title",
          "%s: in %s, out %s"
              .formatted(label(i), Units.bytes(amount.rxBytes()), Units.bytes(amount.txBytes())));
      page.close();
    }
    page.close();
  }

  private void begin(Markup page, String style, int height) throws IOException {
    page.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "class",
        style,
        "role",
        "img",
        "viewBox",
        "0 0 " + width() + " " + height);
  }

  private int width() {
    return bars.amounts().size() * unit.step - GAP;
  }

  private int bar() {
    return unit.step - GAP;
  }

  /** Below the bars, so that the days are seen on which nothing was moved. */
  private void axis(Markup page, int height) throws IOException {
    page.empty("path", "class", "axis", "d", "M0 " + height + "h" + width());
  }

  /** All bars of one direction as one path: a page of five hundred users has fifty thousand. */
  private void bars(Markup page, String direction, int height) throws IOException {
    long most = bars.total(bars.largest());
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < bars.amounts().size() && most > 0; i++) {
      int whole = height(bars.total(i), most, height);
      int in = Math.min(whole, height(bars.amounts().get(i).rxBytes(), most, height));
      int top = direction.equals("in") ? height - in : height - whole;
      int length = direction.equals("in") ? in : whole - in;
      if (length > 0) {
        path.append('M').append(i * unit.step).append(' ').append(top);
        path.append('h').append(bar()).append('v').append(length);
        path.append('h').append(-bar()).append('z');
      }
    }
    if (!path.isEmpty()) {
      page.empty("path", "class", direction, "d", path.toString());
    }
  }

  /** What is not nothing is to be seen. */
  private static int height(long bytes, long most, int height) {
    return bytes <= 0 ? 0 : (int) Math.max(1, Math.round((double) bytes / most * height));
  }

  private String label(int index) {
    var start = bars.starts().get(index).atZone(zone);
    return unit == Unit.HOUR ? HOUR.format(start) : start.toLocalDate().toString();
  }

  private boolean isLabelled(int index) {
    var start = bars.starts().get(index).atZone(zone);
    return unit == Unit.HOUR
        ? start.getHour() % 6 == 0 && start.getMinute() == 0
        : start.getDayOfMonth() % 7 == 1;
  }

  private String shortLabel(int index) {
    var start = bars.starts().get(index).atZone(zone);
    return String.valueOf(unit == Unit.HOUR ? start.getHour() : start.getDayOfMonth());
  }
}
