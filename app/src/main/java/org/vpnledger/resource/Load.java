package org.vpnledger.resource;

import org.jspecify.annotations.Nullable;

/**
 * How many tasks ran or waited for a disk, on average over the last minute, five and fifteen.
 *
 * @param one over one minute
 * @param five over five
 * @param fifteen over fifteen
 */
public record Load(double one, double five, double fifteen) {

  /**
   * Reads {@code /proc/loadavg} (proc_loadavg(5)): {@code 0.20 0.18 0.12 1/80 11206}.
   *
   * @return absent if it is anything else
   */
  public static @Nullable Load parse(String text) {
    String[] words = text.strip().split("\\s+");
    if (words.length < 3) {
      return null;
    }
    for (int i = 0; i < 3; i++) {
      if (!words[i].matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
        return null;
      }
    }
    return new Load(
        Double.parseDouble(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2]));
  }
}
