package org.vpnledger.resource;

import org.jspecify.annotations.Nullable;

/**
 * The machine's memory.
 *
 * @param totalBytes all that there is
 * @param usedBytes what programs could not have any more: caches that give way are not used
 */
public record Memory(long totalBytes, long usedBytes) {
  private static final int MOST_DIGITS = 15;

  /**
   * Reads {@code /proc/meminfo} (proc_pid_meminfo(5)): lines {@code MemTotal: 16314712 kB}, where a
   * kB is 1,024 bytes.
   *
   * @return absent if it lacks one of the two lines (kernels before 3.14 have no {@code
   *     MemAvailable}), or says what cannot be
   */
  public static @Nullable Memory parse(String text) {
    long total = bytes(text, "MemTotal:");
    long available = bytes(text, "MemAvailable:");
    return total <= 0 || available < 0 || available > total
        ? null
        : new Memory(total, total - available);
  }

  private static long bytes(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip().split("\\s+"))
        .filter(words -> words.length == 2 && words[1].equals("kB") && isNumber(words[0]))
        .mapToLong(words -> Long.parseLong(words[0]) * 1_024)
        .findFirst()
        .orElse(-1);
  }

  private static boolean isNumber(String text) {
    return text.length() <= MOST_DIGITS && text.matches("[0-9]+");
  }
}
