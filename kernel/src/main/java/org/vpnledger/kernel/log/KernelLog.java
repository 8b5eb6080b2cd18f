package org.vpnledger.kernel.log;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.kernel.Descriptor;
import org.vpnledger.kernel.Errno;
import org.vpnledger.kernel.KernelException;
import org.vpnledger.kernel.Libc;

/**
 * Follows the kernel's log from now on: what was written before is not told. Used by one thread at
 * a time. Nobody else who reads the log is disturbed.
 *
 * <p>Where the machine keeps its log to itself ({@code kernel.dmesg_restrict = 1}) this needs
 * CAP_SYSLOG.
 */
public final class KernelLog implements AutoCloseable {
  /** Where the kernel gives it, record by record. */
  public static final String FILE = "/dev/kmsg";

  private static final int SEEK_END = 2;
  private static final long NONE_YET = -1;

  /** CONSOLE_EXT_LOG_MAX: no record is longer. */
  private static final int LONGEST = 8192;

  /** So that whoever reads comes back even if records never end. */
  private static final int MOST_READS = 1024;

  /**
   * What was written since the last time.
   *
   * @param records the oldest first; what is no record is left out
   * @param lost how many were overwritten before they could be read; at least so many, when these
   *     were the first
   */
  public record Told(List<LogRecord> records, long lost) {
    public Told {
      records = List.copyOf(records);
    }
  }

  private final Descriptor descriptor;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment buffer = arena.allocate(LONGEST);
  private final byte[] bytes = new byte[LONGEST];
  private long last = NONE_YET;

  private KernelLog(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Begins to follow it.
   *
   * @throws KernelException EPERM where it is kept to those who have CAP_SYSLOG, EACCES or ENOENT
   *     where it is hidden from this process
   */
  public static KernelLog open() throws KernelException {
    KernelLog log = new KernelLog(Descriptor.openFile(FILE));
    long result = Libc.lseek(log.descriptor.number(), 0, SEEK_END);
    if (result < 0) {
      log.close();
      throw new KernelException("go to the end of " + FILE, (int) -result);
    }
    return log;
  }

  /** To wait for. */
  public Descriptor descriptor() {
    return descriptor;
  }

  /** Takes what has been written by now, without waiting. */
  public Told drain() throws KernelException {
    List<LogRecord> records = new ArrayList<>();
    long lost = 0;
    for (int reads = 0; reads < MOST_READS; reads++) {
      long length = Libc.read(descriptor.number(), buffer);
      if (length == -Errno.EAGAIN || length == 0) {
        break;
      }
      if (length == -Errno.EPIPE) { // the next read gives the oldest that is left
        lost += last == NONE_YET ? 1 : 0;
      } else if (length < 0 && length != -Errno.EINTR) {
        throw new KernelException("read " + FILE, (int) -length);
      }
      LogRecord record = length < 0 ? null : record((int) length);
      if (record != null) {
        lost += last == NONE_YET ? 0 : Math.max(0, record.sequence() - last - 1);
        last = record.sequence();
        records.add(record);
      }
    }
    return new Told(records, lost);
  }

  private @Nullable LogRecord record(int length) {
    MemorySegment.copy(buffer, JAVA_BYTE, 0, bytes, 0, length);
    return LogRecord.parse(bytes, length);
  }

  @Override
  public void close() {
    descriptor.close();
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
