package org.vpnledger.kernel.log;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A record of the kernel's log, Documentation/ABI/testing/dev-kmsg. One read gives one of them:
 *
 * <pre>
 * 7,339,5140900,-,caller=T45;wireguard: wg0: Keypair 1 created for peer 1
 *  SUBSYSTEM=net
 * │ │   │       └ flags, and what later kernels add
 * │ │   └ microseconds since the boot
 * │ └ sequence number
 * └ level, and facility times 8
 * </pre>
 *
 * @param facility who wrote it, syslog(3): {@link #KERNEL}, or what a process says that it is
 * @param level 0 (emergency) to 7 (debug)
 * @param sequence one more than that of the record before, in one boot
 * @param text one line in printable ASCII: the kernel writes other bytes as {@code \xNN}
 */
public record LogRecord(int facility, int level, long sequence, String text) {
  /** The facility of the kernel itself: a process that writes to the log cannot claim it. */
  public static final int KERNEL = 0;

  private static final int LEVELS = 8;

  /** Absent if the bytes are no record; hostile bytes never throw. */
  static @Nullable LogRecord parse(byte[] bytes, int length) {
    int header = indexOf(bytes, ';', 0, length);
    int comma = indexOf(bytes, ',', 0, header);
    int second = indexOf(bytes, ',', comma + 1, header);
    long priority = number(bytes, 0, comma, 9);
    long sequence = number(bytes, comma + 1, second, 18);
    if (header < 0 || priority < 0 || sequence < 0) {
      return null;
    }
    int line = indexOf(bytes, '\n', header + 1, length);
    int end = line < 0 ? length : line;
    String text = new String(bytes, header + 1, end - header - 1, StandardCharsets.ISO_8859_1);
    return text.chars().allMatch(c -> c >= ' ' && c < 127)
        ? new LogRecord((int) priority / LEVELS, (int) priority % LEVELS, sequence, text)
        : null;
  }

  private static int indexOf(byte[] bytes, char wanted, int from, int to) {
    for (int i = Math.max(0, from); i < to; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** Digits only, and not too many for the type; -1 for anything else. */
  private static long number(byte[] bytes, int from, int to, int mostDigits) {
    if (from >= to || to - from > mostDigits) {
      return -1;
    }
    long number = 0;
    for (int i = from; i < to; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return -1;
      }
      number = number * 10 + bytes[i] - '0';
    }
    return number;
  }
}
