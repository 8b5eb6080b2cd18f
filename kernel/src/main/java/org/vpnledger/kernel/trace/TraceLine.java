package org.vpnledger.kernel.trace;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code trace_pipe}, Documentation/trace/ftrace.rst and kprobetrace.rst:
 *
 * <pre>
 *      kworker/0:2-45      [000] .....     6.674994: call: (function+0x0/0x40 [module]) a=1 b={0x1,0x2}
 * CPU:0 [LOST 12 EVENTS]
 * </pre>
 *
 * <p>What stands before the time may be anything: a process names itself. What stands after it is
 * the kernel's, and there only are numbers. So a line is read from its end.
 */
sealed interface TraceLine {
  /** A call. */
  record Called(Hit hit) implements TraceLine {}

  /** So many were lost because nobody read them in time. */
  record Lost(long events) implements TraceLine {}

  Pattern LOST = Pattern.compile("CPU:\\d{1,6} \\[LOST (?:(\\d{1,18}) )?EVENTS]");
  Pattern TIME = Pattern.compile("\\s(\\d{1,9})\\.(\\d{6})$");

  /** Absent for a line that is neither: kernels may write others. */
  static @Nullable TraceLine parse(String line, String event) {
    Matcher lost = LOST.matcher(line);
    if (lost.matches()) {
      String count = lost.group(1);
      return new Lost(count == null ? 1 : Long.parseLong(count));
    }
    String mark = ": " + event + ": (";
    int at = line.lastIndexOf(mark);
    if (at < 0) {
      return null;
    }
    Matcher time = TIME.matcher(line.substring(0, at));
    int end = line.indexOf(')', at);
    if (!time.find() || end < 0) {
      return null;
    }
    long micros = Long.parseLong(time.group(1)) * 1_000_000 + Long.parseLong(time.group(2));
    return new Called(new Hit(micros * 1000, fetched(line.substring(end + 1))));
  }

  private static Map<String, String> fetched(String text) {
    Map<String, String> fetched = new HashMap<>();
    for (String word : text.strip().split(" +")) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        fetched.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return fetched;
  }
}
