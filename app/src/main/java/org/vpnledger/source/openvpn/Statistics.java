package org.vpnledger.source.openvpn;

import org.jspecify.annotations.Nullable;

/** Gathers the figures of the server itself; those that are not known are passed over. */
final class Statistics {
  private @Nullable Integer maxBcastMcastQueueLength;
  private @Nullable Boolean dcoEnabled;

  /** Takes a line {@code NAME,NUMBER}, before which there are so many fields. */
  void row(Line line, int skipped) throws MalformedStatusException {
    if (line.fields() < skipped + 2) {
      throw line.malformed("a statistic is NAME,NUMBER");
    }
    int value = skipped + 1;
    if (line.fieldIs(skipped, "Max bcast/mcast queue length")) {
      maxBcastMcastQueueLength = number(line, value, Integer.MAX_VALUE);
    } else if (line.fieldIs(skipped, "dco_enabled")) {
      dcoEnabled = number(line, value, 1) == 1;
    }
  }

  private static int number(Line line, int field, int max) throws MalformedStatusException {
    return (int) line.decimal(line.from(field), line.to(field), max, "a statistic");
  }

  @Nullable Integer maxBcastMcastQueueLength() {
    return maxBcastMcastQueueLength;
  }

  @Nullable Boolean dcoEnabled() {
    return dcoEnabled;
  }
}
