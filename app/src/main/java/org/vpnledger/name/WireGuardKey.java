package org.vpnledger.name;

/** The text of a WireGuard key: 32 bytes in base64, which is 43 characters and one {@code =}. */
public final class WireGuardKey {
  private static final int LENGTH = 44;

  /** The last character before the padding carries four bits: its two lowest are always zero. */
  private static final String LAST = "AEIMQUYcgkosw048";

  private WireGuardKey() {}

  /** Whether the text is one, in its only canonical form. */
  public static boolean isValid(CharSequence text) {
    if (text.length() != LENGTH
        || text.charAt(LENGTH - 1) != '='
        || LAST.indexOf(text.charAt(LENGTH - 2)) < 0) {
      return false;
    }
    for (int i = 0; i < LENGTH - 2; i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      if (!letter && !(c >= '0' && c <= '9') && c != '+' && c != '/') {
        return false;
      }
    }
    return true;
  }
}
