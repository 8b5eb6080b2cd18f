package org.vpnledger.name;

import org.jspecify.annotations.Nullable;

/** Makes a name from outside fit to be shown: one line, in the order it is written, not long. */
public final class DisplayName {
  /** The longest name in UTF-16 units. */
  public static final int MAX_LENGTH = 128;

  private static final int REPLACEMENT = 0xFFFD;

  private DisplayName() {}

  /**
   * The name without what could break a line or turn text around, without surrounding space, and
   * cut to {@value #MAX_LENGTH} characters.
   *
   * @return absent if nothing remains
   */
  public static @Nullable String clean(String raw) {
    String text = raw.strip();
    StringBuilder name = new StringBuilder(Math.min(text.length(), MAX_LENGTH));
    int next;
    for (int i = 0; i < text.length(); i = next) {
      int c = text.codePointAt(i);
      next = i + Character.charCount(c);
      int shown = isHarmless(c) ? c : REPLACEMENT;
      if (name.length() + Character.charCount(shown) > MAX_LENGTH) {
        break;
      }
      name.appendCodePoint(shown);
    }
    String cleaned = name.toString().strip();
    return cleaned.isEmpty() ? null : cleaned;
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> !isBidiControl(c);
    };
  }

  /** Unicode's Bidi_Control: marks, embeddings, overrides and isolates. */
  private static boolean isBidiControl(int c) {
    return c == 0x061C
        || c == 0x200E
        || c == 0x200F
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
