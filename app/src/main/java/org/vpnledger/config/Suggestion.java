package org.vpnledger.config;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds the name that somebody probably meant. */
final class Suggestion {
  private Suggestion() {}

  /** Ends a message: {@code (did you mean 'interval'?)}, or nothing if no name is near. */
  static String after(String name, Collection<String> known) {
    String nearest = nearest(name, known);
    return nearest == null ? "" : " (did you mean '" + nearest + "'?)";
  }

  private static @Nullable String nearest(String name, Collection<String> known) {
    if (name.length() > 64) {
      return null;
    }
    String nearest = null;
    int least = Math.clamp(name.length() / 3, 1, 3) + 1;
    for (String candidate : known) {
      int distance = distance(name, candidate);
      if (distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }

  /** Levenshtein's: how many characters to insert, remove or replace. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
