package org.vpnledger.place;

import org.jspecify.annotations.Nullable;

/** Names from outside, as one harmless line of bounded length. */
final class PlaceText {
  private static final int LONGEST = 100;

  private PlaceText() {}

  /** Empty where nothing is left. */
  static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .limit(4L * LONGEST)
        .filter(c -> isHarmless(Character.getType(c)))
        .limit(LONGEST)
        .forEach(plain::appendCodePoint);
    return plain.toString().strip();
  }

  /** Absent where nothing is left. */
  static @Nullable String plainOrNull(@Nullable Object value) {
    String plain = value instanceof String text ? plain(text) : "";
    return plain.isEmpty() ? null : plain;
  }

  private static boolean isHarmless(int type) {
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.PRIVATE_USE
        && type != Character.UNASSIGNED
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }
}
