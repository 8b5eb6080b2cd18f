package org.vpnledger.report;

/**
 * How many columns of a terminal text takes: two for East Asian wide characters, none for marks.
 */
final class Width {
  /** Those symbols below the emoji blocks that are shown in two columns. */
  private static final String WIDE_SYMBOLS =
      "⌚⌛〈〉⏩⏪⏫⏬⏰⏳◽◾☔☕♈♉♊♋♌♍♎♏♐♑♒♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓❔❕❗➕➖➗➰➿⬛⬜⭐⭕";

  private Width() {}

  static int of(String text) {
    return text.codePoints().map(Width::of).sum();
  }

  /** The text in at most {@code width} columns, marked with an ellipsis where it was cut. */
  static String cut(String text, int width) {
    if (of(text) <= width) {
      return text;
    }
    StringBuilder cut = new StringBuilder();
    int used = 0;
    for (int c : text.codePoints().toArray()) {
      if (used + of(c) > width - 1) {
        break;
      }
      used += of(c);
      cut.appendCodePoint(c);
    }
    return cut.append('…').toString();
  }

  /** The text with blanks behind it until it takes {@code width} columns. */
  static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - of(text)));
  }

  private static int of(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    return isWide(c) ? 2 : 1;
  }

  /** The blocks of Unicode's EastAsianWidth.txt that are W or F, coarsely. */
  private static boolean isWide(int c) {
    return (c >= 0x231a && c <= 0x2b55 && WIDE_SYMBOLS.indexOf(c) >= 0)
        || (c >= 0x1100 && c <= 0x115f)
        || (c >= 0x2e80 && c <= 0xa4cf)
        || (c >= 0xac00 && c <= 0xd7a3)
        || (c >= 0xf900 && c <= 0xfaff)
        || (c >= 0xfe30 && c <= 0xfe6f)
        || (c >= 0xff00 && c <= 0xff60)
        || (c >= 0xffe0 && c <= 0xffe6)
        || (c >= 0x1f300 && c <= 0x1faff)
        || (c >= 0x20000 && c <= 0x3fffd);
  }
}
