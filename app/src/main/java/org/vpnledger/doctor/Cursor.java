package org.vpnledger.doctor;

import org.jspecify.annotations.Nullable;

/** What all cursors have in common: their text begins with the number of what was done last. */
final class Cursor {
  private Cursor() {}

  /** That number, 0 before the first. */
  static long first(@Nullable String cursor) {
    if (cursor == null) {
      return 0;
    }
    int end = cursor.indexOf(' ');
    return Long.parseLong(end < 0 ? cursor : cursor.substring(0, end));
  }
}
