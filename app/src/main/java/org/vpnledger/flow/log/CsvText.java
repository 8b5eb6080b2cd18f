package org.vpnledger.flow.log;

/** Text from outside as a field of CSV. */
final class CsvText {
  private static final int LONGEST = 1024;

  /** Of a field: each character as three bytes or two quotes, in quotes, behind another. */
  static final int MOST_BYTES = 3 * LONGEST + 3;

  private CsvText() {}

  /**
   * The field: RFC 4180's quotes where they are needed, no control character, and a quote before
   * what a spreadsheet would take for a formula.
   */
  static String field(String text) {
    boolean quoted = false;
    StringBuilder field = new StringBuilder(text.length() + 2);
    if (!text.isEmpty() && "=+-@".indexOf(text.charAt(0)) >= 0) {
      field.append('\'');
    }
    int kept = Math.min(text.length(), LONGEST);
    for (int i = 0; i < kept; i++) {
      char c = text.charAt(i);
      if (c < ' ' || (c >= 0x7f && c < 0xa0) || c == '\u2028' || c == '\u2029') {
        field.append('?');
      } else {
        quoted |= c == ',' || c == '"' || c == '#';
        field.append(c == '"' ? "\"\"" : String.valueOf(c));
      }
    }
    return quoted ? "\"" + field + "\"" : field.toString();
  }
}
