package org.vpnledger.report;

/** Text from outside, made harmless for where it is shown. */
public final class SafeText {
  private static final String FORMULA = "=+-@";

  private SafeText() {}

  /** Without control, format and line-separating characters: what a terminal or log would obey. */
  public static String plain(String text) {
    return text.codePoints().anyMatch(SafeText::isUnsafe) ? replaced(text) : text;
  }

  private static String replaced(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints().forEach(c -> plain.appendCodePoint(isUnsafe(c) ? '\ufffd' : c));
    return plain.toString();
  }

  private static boolean isUnsafe(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE -> // half a character
          true;
      default -> false;
    };
  }

  /** A CSV field that no spreadsheet takes for a formula. */
  public static String csv(String text) {
    String plain = plain(text);
    return !plain.isEmpty() && FORMULA.indexOf(plain.charAt(0)) >= 0 ? "'" + plain : plain;
  }

  /** What {@link #csv} was made of, as far as that can be told. */
  public static String fromCsv(String field) {
    return field.length() > 1 && field.charAt(0) == '\'' && FORMULA.indexOf(field.charAt(1)) >= 0
        ? field.substring(1)
        : field;
  }
}
