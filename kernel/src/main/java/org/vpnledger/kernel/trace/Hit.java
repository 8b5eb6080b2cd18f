package org.vpnledger.kernel.trace;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function that a probe is on.
 *
 * @param monotonicNanos when, on the clock of {@link System#nanoTime}, to the microsecond
 * @param fetched what was fetched, as the kernel writes it, by its name
 */
public record Hit(long monotonicNanos, Map<String, String> fetched) {
  public Hit {
    fetched = Map.copyOf(fetched);
  }

  /** A number without a sign of at most 32 bits; absent when there is none of that name. */
  public @Nullable Long number(String name) {
    return number(fetched.get(name), 0xffff_ffffL);
  }

  /** Bytes; absent when there is no row of that name. */
  public byte @Nullable [] bytes(String name) {
    String text = fetched.get(name);
    if (text == null || !text.startsWith("{") || !text.endsWith("}")) {
      return null;
    }
    String[] words = text.substring(1, text.length() - 1).split(",", -1);
    byte[] bytes = new byte[words.length];
    for (int i = 0; i < words.length; i++) {
      Long one = number(words[i], 0xff);
      if (one == null) {
        return null;
      }
      bytes[i] = one.byteValue();
    }
    return bytes;
  }

  private static @Nullable Long number(@Nullable String text, long most) {
    if (text == null) {
      return null;
    }
    boolean hex = text.startsWith("0x");
    String digits = hex ? text.substring(2) : text;
    if (digits.isEmpty() || digits.length() > 10) {
      return null;
    }
    long number = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = Character.digit(digits.charAt(i), hex ? 16 : 10);
      if (digit < 0) {
        return null;
      }
      number = number * (hex ? 16 : 10) + digit;
    }
    return number <= most ? number : null;
  }
}
