package org.vpnledger.name;

import java.util.function.IntUnaryOperator;

/** The text of a WireGuard key: 32 bytes in base64, which is 43 characters and one {@code =}. */
public final class WireGuardKey {
  static final int LENGTH = 44;

  /** The last character before the padding carries four bits: its two lowest are always zero. */
  private static final String LAST = "AEIMQUYcgkosw048";

  private WireGuardKey() {}

  /** Whether the text is one, in its only canonical form. */
  public static boolean isValid(CharSequence text) {
    return text.length() == LENGTH && isValid(text::charAt);
  }

  /** The same of {@value #LENGTH} characters, of which nobody need make a text. */
  static boolean isValid(IntUnaryOperator charAt) {
    if (charAt.applyAsInt(LENGTH - 1) != '=' || LAST.indexOf(charAt.applyAsInt(LENGTH - 2)) < 0) {
      return false;
    }
    for (int i = 0; i < LENGTH - 2; i++) {
      int c = charAt.applyAsInt(i);
      boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      if (!letter && !(c >= '0' && c <= '9') && c != '+' && c != '/') {
        return false;
      }
    }
    return true;
  }
}
