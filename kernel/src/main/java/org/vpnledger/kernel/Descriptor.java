package org.vpnledger.kernel;

/**
 * An open file descriptor, closed once. A number that is closed may belong to somebody else the
 * next moment, so it is given out only while it is open.
 */
public final class Descriptor implements AutoCloseable {
  private static final int CLOSED = -1;
  private static final int O_RDONLY = 0;
  private static final int O_WRONLY = 1;
  private static final int O_CLOEXEC = 0x80000;
  private static final int O_NONBLOCK = 0x800;

  private int number;

  private Descriptor(int number) {
    this.number = number;
  }

  /**
   * What a system call gave.
   *
   * @param result a descriptor, or an error number, negative
   * @param operation what to call it in the exception
   */
  public static Descriptor of(int result, String operation) throws KernelException {
    if (result < 0) {
      throw new KernelException(operation, -result);
    }
    return new Descriptor(result);
  }

  /** Opens a file for reading, without waiting for anybody who writes. */
  public static Descriptor openFile(String path) throws KernelException {
    return of(Libc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), "open " + path);
  }

  /** Opens a file for writing that exists; what is in it stays. */
  public static Descriptor openForWriting(String path) throws KernelException {
    return of(Libc.open(path, O_WRONLY | O_CLOEXEC), "open " + path);
  }

  /** The number for a system call. */
  public synchronized int number() {
    if (number == CLOSED) {
      throw new IllegalStateException("the descriptor is closed");
    }
    return number;
  }

  @Override
  public synchronized void close() {
    if (number != CLOSED) {
      Libc.close(number);
      number = CLOSED;
    }
  }
}
