package org.vpnledger.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The few functions of the C library that are called, by their manual pages (section 2). Each gives
 * what the function gives, or the error number, negative, as the kernel itself does.
 *
 * <p>A call occupies its thread until the kernel answers; none of them is interrupted by {@link
 * Thread#interrupt}.
 */
public final class Libc {
  private static final int PROT_READ = 1;
  private static final int PROT_WRITE = 2;
  private static final int MAP_SHARED = 1;
  private static final long MAP_FAILED = -1;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  /** Where a call leaves its error number: one place a thread, so that no call allocates. */
  private static final ThreadLocal<MemorySegment> STATE =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CAPTURED));

  private static final MethodHandle SOCKET = function("socket", ints(3));
  private static final MethodHandle BIND =
      function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle SETSOCKOPT =
      function(
          "setsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle GETSOCKOPT =
      function(
          "getsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
  private static final MethodHandle SENDTO =
      function(
          "sendto",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle RECVFROM =
      function(
          "recvfrom",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS));
  private static final MethodHandle POLL =
      function("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle OPEN =
      function("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle CLOSE = function("close", ints(1));
  private static final MethodHandle READ = function("read", bytes());
  private static final MethodHandle WRITE = function("write", bytes());
  private static final MethodHandle LSEEK =
      function("lseek", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
  private static final MethodHandle MKDIR =
      function("mkdir", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle RMDIR =
      function("rmdir", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle ADJTIMEX =
      function("adjtimex", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle SETNS = function("setns", ints(2));
  private static final MethodHandle IF_NAMETOINDEX =
      function("if_nametoindex", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle MMAP =
      function(
          "mmap",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle MUNMAP =
      function("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));

  private Libc() {}

  /** socket(2). */
  public static int socket(int domain, int type, int protocol) {
    try {
      MemorySegment state = STATE.get();
      int result = (int) SOCKET.invokeExact(state, domain, type, protocol);
      return result < 0 ? errno(state) : result;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** bind(2). */
  public static int bind(int descriptor, MemorySegment address) {
    try {
      MemorySegment state = STATE.get();
      int result =
          (int) BIND.invokeExact(state, descriptor, address, Math.toIntExact(address.byteSize()));
      return result < 0 ? errno(state) : result;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** setsockopt(2). */
  public static int setsockopt(int descriptor, int level, int option, MemorySegment value) {
    try {
      MemorySegment state = STATE.get();
      int length = Math.toIntExact(value.byteSize());
      int result = (int) SETSOCKOPT.invokeExact(state, descriptor, level, option, value, length);
      return result < 0 ? errno(state) : result;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /**
   * getsockopt(2).
   *
   * @param length holds the value's size, before and after
   */
  public static int getsockopt(
      int descriptor, int level, int option, MemorySegment value, MemorySegment length) {
    try {
      MemorySegment state = STATE.get();
      int result = (int) GETSOCKOPT.invokeExact(state, descriptor, level, option, value, length);
      return result < 0 ? errno(state) : result;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** sendto(2). */
  public static long sendto(
      int descriptor, MemorySegment bytes, long length, int flags, MemorySegment address) {
    try {
      MemorySegment state = STATE.get();
      int size = Math.toIntExact(address.byteSize());
      long result =
          (long) SENDTO.invokeExact(state, descriptor, bytes, length, flags, address, size);
      return result < 0 ? errno(state) : result;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /**
   * recvfrom(2).
   *
   * @param address takes the sender's
   * @param addressLength holds the size of {@code address}, before and after
   */
  public static long recvfrom(
      int descriptor,
      MemorySegment bytes,
      int flags,
      MemorySegment address,
      MemorySegment addressLength) {
    try {
      MemorySegment state = STATE.get();
      long size = bytes.byteSize();
      long result =
          (long)
              RECVFROM.invokeExact(state, descriptor, bytes, size, flags, address, addressLength);
      return result < 0 ? errno(state) : result;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /**
   * poll(2).
   *
   * @param descriptors an array of {@code struct pollfd}
   */
  public static int poll(MemorySegment descriptors, long count, int timeoutMillis) {
    try {
      MemorySegment state = STATE.get();
      int result = (int) POLL.invokeExact(state, descriptors, count, timeoutMillis);
      return result < 0 ? errno(state) : result;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** open(2) of a file that exists. */
  public static int open(String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = STATE.get();
      int result = (int) OPEN.invokeExact(state, arena.allocateFrom(path), flags);
      return result < 0 ? errno(state) : result;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** close(2). */
  public static int close(int descriptor) {
    try {
      MemorySegment state = STATE.get();
      int result = (int) CLOSE.invokeExact(state, descriptor);
      return result < 0 ? errno(state) : result;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** read(2). */
  public static long read(int descriptor, MemorySegment bytes) {
    try {
      MemorySegment state = STATE.get();
      long result = (long) READ.invokeExact(state, descriptor, bytes, bytes.byteSize());
      return result < 0 ? errno(state) : result;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** write(2). */
  public static long write(int descriptor, MemorySegment bytes) {
    try {
      MemorySegment state = STATE.get();
      long result = (long) WRITE.invokeExact(state, descriptor, bytes, bytes.byteSize());
      return result < 0 ? errno(state) : result;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** lseek(2). */
  public static long lseek(int descriptor, long offset, int whence) {
    try {
      MemorySegment state = STATE.get();
      long result = (long) LSEEK.invokeExact(state, descriptor, offset, whence);
      return result < 0 ? errno(state) : result;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** mkdir(2). */
  public static int mkdir(String path, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = STATE.get();
      int result = (int) MKDIR.invokeExact(state, arena.allocateFrom(path), mode);
      return result < 0 ? errno(state) : result;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** rmdir(2). */
  public static int rmdir(String path) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = STATE.get();
      int result = (int) RMDIR.invokeExact(state, arena.allocateFrom(path));
      return result < 0 ? errno(state) : result;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /**
   * adjtimex(2).
   *
   * @param timex a {@code struct timex}; zeroed, nothing is changed
   */
  public static int adjtimex(MemorySegment timex) {
    try {
      MemorySegment state = STATE.get();
      int result = (int) ADJTIMEX.invokeExact(state, timex);
      return result < 0 ? errno(state) : result;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** setns(2): moves the calling thread, and only it, into another namespace. */
  public static int setns(int descriptor, int type) {
    try {
      MemorySegment state = STATE.get();
      int result = (int) SETNS.invokeExact(state, descriptor, type);
      return result < 0 ? errno(state) : result;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** if_nametoindex(3): an interface's number in the network namespace of the calling thread. */
  public static int ifNameToIndex(MemorySegment name) {
    try {
      MemorySegment state = STATE.get();
      int result = (int) IF_NAMETOINDEX.invokeExact(state, name);
      return result == 0 ? errno(state) : result;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /**
   * mmap(2), for reading and writing, shared with the kernel. What it gives is the memory's address
   * (an address of the upper half, which would be negative, belongs to no program).
   */
  public static long mmapShared(int descriptor, long length) {
    try {
      MemorySegment state = STATE.get();
      long result =
          (long)
              MMAP.invokeExact(
                  state, 0L, length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0L);
      return result == MAP_FAILED ? errno(state) : result;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** munmap(2). */
  public static int munmap(long address, long length) {
    try {
      MemorySegment state = STATE.get();
      int result = (int) MUNMAP.invokeExact(state, address, length);
      return result < 0 ? errno(state) : result;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** The memory at an address that {@link #mmapShared} gave, until the arena closes. */
  @SuppressWarnings("restricted") // as wide as what was mapped
  public static MemorySegment mapped(long address, long length, Arena arena) {
    return MemorySegment.ofAddress(address)
        .reinterpret(length, arena, _ -> munmap(address, length));
  }

  private static int errno(MemorySegment state) {
    return -(int) ERRNO.get(state, 0L);
  }

  /** A function of the C library that leaves its error number in the first argument. */
  @SuppressWarnings("restricted") // this is the one place where the program leaves Java
  private static MethodHandle function(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        descriptor,
        Linker.Option.captureCallState("errno"));
  }

  private static FunctionDescriptor bytes() {
    return FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  }

  private static FunctionDescriptor ints(int count) {
    MemoryLayout[] arguments = new MemoryLayout[count];
    Arrays.fill(arguments, JAVA_INT);
    return FunctionDescriptor.of(JAVA_INT, arguments);
  }

  /** A handle throws only what its Java side does: a segment that is closed, say. */
  private static RuntimeException impossible(Throwable e) {
    return switch (e) {
      case RuntimeException unchecked -> unchecked;
      case Error error -> throw error;
      default -> new IllegalStateException(e);
    };
  }
}
