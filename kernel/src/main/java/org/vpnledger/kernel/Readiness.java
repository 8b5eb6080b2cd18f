package org.vpnledger.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;

/**
 * Waits until one of several descriptors has something to read, poll(2):
 *
 * <pre>
 * struct pollfd { int fd; short events; short revents; };
 * </pre>
 */
public final class Readiness {
  private static final int SIZE = 8;
  private static final short POLLIN = 1;

  /** Where no call is interrupted, whoever waits long looks up from time to time. */
  private static final int LONGEST_MILLIS = 1000;

  private Readiness() {}

  /**
   * Waits for the first of them, and not much longer than that. An error of a descriptor counts as
   * something to read: reading it tells.
   *
   * @return which one, as an index; -1 when time is up or there is none
   * @throws InterruptedException within a second of the thread's being interrupted
   */
  public static int await(List<Descriptor> descriptors, Duration atMost)
      throws InterruptedException, KernelException {
    long deadline = System.nanoTime() + atMost.toNanos();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment polled = arena.allocate(Math.max(1, (long) SIZE * descriptors.size()), 4);
      for (int i = 0; i < descriptors.size(); i++) {
        polled.set(JAVA_INT, (long) SIZE * i, descriptors.get(i).number());
        polled.set(JAVA_SHORT, (long) SIZE * i + 4, POLLIN);
      }
      while (true) {
        if (Thread.interrupted()) {
          throw new InterruptedException("while waiting for the kernel");
        }
        long left = deadline - System.nanoTime();
        int wait = Math.clamp((left + 999_999) / 1_000_000, 0, LONGEST_MILLIS);
        int ready = Libc.poll(polled, descriptors.size(), wait);
        if (ready < 0 && ready != -Errno.EINTR) {
          throw new KernelException("poll", -ready);
        }
        for (int i = 0; i < descriptors.size() && ready > 0; i++) {
          if (polled.get(JAVA_SHORT, (long) SIZE * i + 6) != 0) {
            return i;
          }
        }
        if (left <= 0) {
          return -1;
        }
      }
    }
  }
}
