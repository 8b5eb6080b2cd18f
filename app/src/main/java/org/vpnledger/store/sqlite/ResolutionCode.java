package org.vpnledger.store.sqlite;

import org.vpnledger.calendar.Resolution;

/** The numbers that stand for resolutions in the file; they never change. */
final class ResolutionCode {
  private ResolutionCode() {}

  static int of(Resolution resolution) {
    return switch (resolution) {
      case FIVE_MINUTES -> 0;
      case HOUR -> 1;
      case DAY -> 2;
      case MONTH -> 3;
    };
  }

  static Resolution resolution(int code) {
    return switch (code) {
      case 0 -> Resolution.FIVE_MINUTES;
      case 1 -> Resolution.HOUR;
      case 2 -> Resolution.DAY;
      case 3 -> Resolution.MONTH;
      default -> throw new IllegalStateException("unknown resolution " + code);
    };
  }
}
