package org.vpnledger.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * What the kernel knows of how right its wall clock is: some time service tells it. The beginning
 * of {@code struct timex}, adjtimex(2), on a 64-bit machine:
 *
 * <pre>
 *  0       8        16           24         32         40
 * +-------+--------+------------+----------+----------+--------+----
 * | modes | offset | frequency  | maxerror | esterror | status | …
 * +-------+--------+------------+----------+----------+--------+----
 * </pre>
 *
 * @param isSynchronized whether a time service has set it, not too long ago
 * @param error how wrong it may be at most, in microseconds as the kernel counts
 */
public record ClockDiscipline(boolean isSynchronized, Duration error) {
  private static final int SIZE = 512; // of the structure 208, with room for a newer kernel
  private static final int MAX_ERROR = 24;
  private static final int STATUS = 40;
  private static final int STA_UNSYNC = 0x40;
  private static final int TIME_ERROR = 5;

  /** Asks the kernel; anybody may. */
  public static ClockDiscipline ask() throws KernelException {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment timex = call.allocate(SIZE, 8); // zeroed: nothing is to be changed
      int state = Libc.adjtimex(timex);
      if (state < 0) {
        throw new KernelException("ask for the clock's state", -state);
      }
      boolean free = state == TIME_ERROR || (timex.get(JAVA_INT, STATUS) & STA_UNSYNC) != 0;
      return new ClockDiscipline(
          !free, Duration.of(timex.get(JAVA_LONG, MAX_ERROR), ChronoUnit.MICROS));
    }
  }
}
