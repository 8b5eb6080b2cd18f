package org.vpnledger.kernel.netlink;

import org.vpnledger.kernel.KernelException;

/**
 * The messages of one datagram, {@code struct nlmsghdr}:
 *
 * <pre>
 *  0           4       6       8           12          16
 * +-----------+-------+-------+-----------+-----------+------------------
 * | length,   | type  | flags | sequence  | port of   | message, up to a
 * | with this |       |       |           | who asked | multiple of 4
 * +-----------+-------+-------+-----------+-----------+------------------
 * </pre>
 */
public final class Messages {
  /** The length of a header. */
  public static final int HEADER = 16;

  private static final int NOOP = 1;
  private static final int ERROR = 2;
  private static final int DONE = 3;
  private static final int OVERRUN = 4;
  private static final int FLAG_MULTI = 2;
  private static final int FLAG_DUMP_INTERRUPTED = 0x10;
  private static final int FLAG_ACK_CAPPED = 0x100;
  private static final int FLAG_ACK_ATTRIBUTES = 0x200;
  private static final int ACK_MESSAGE = 1;

  private static final int ANY = -1;

  private final String operation;
  private final int sequence;
  private boolean done;
  private boolean interrupted;

  /**
   * The answer to a request.
   *
   * @param operation what was asked, for error messages
   * @param sequence of the request; messages with another one answer somebody's earlier question
   */
  public Messages(String operation, int sequence) {
    this.operation = operation;
    this.sequence = sequence;
  }

  /** Messages that nobody asked for: changes that a group is told of. */
  public static Messages ofChanges() {
    return new Messages("netlink changes", ANY);
  }

  /** Whether the answer has come to its end. */
  public boolean isDone() {
    return done;
  }

  /** Whether what was dumped changed meanwhile, so that the answer is of no use. */
  public boolean isInterrupted() {
    return interrupted;
  }

  /**
   * Reads one datagram of the answer.
   *
   * @throws KernelException when the kernel answers with an error
   * @throws MalformedMessageException when these are no messages
   */
  public void read(byte[] bytes, int length, MessageHandler handler)
      throws KernelException, MalformedMessageException {
    int at = 0;
    while (length - at >= HEADER && !done) {
      int size = NativeOrder.i32(bytes, at);
      if (size < HEADER || size > length - at) {
        throw new MalformedMessageException(operation + ": a message says a length of " + size);
      }
      if (sequence == ANY || NativeOrder.i32(bytes, at + 8) == sequence) {
        message(bytes, at, size, handler);
      }
      at = (int) Math.min(length, (at + (long) size + 3) & ~3L);
    }
  }

  private void message(byte[] bytes, int at, int size, MessageHandler handler)
      throws KernelException, MalformedMessageException {
    int flags = NativeOrder.u16(bytes, at + 6);
    interrupted |= (flags & FLAG_DUMP_INTERRUPTED) != 0;
    switch (NativeOrder.u16(bytes, at + 4)) {
      case NOOP -> {}
      case ERROR -> {
        done = true;
        refuse(bytes, at, size, flags, true);
      }
      case DONE -> {
        done = true;
        refuse(bytes, at, size, flags, false);
      }
      case OVERRUN -> throw new MalformedMessageException(operation + ": messages were lost");
      default -> {
        handler.message(NativeOrder.u16(bytes, at + 4), bytes, at + HEADER, at + size);
        done = sequence != ANY && (flags & FLAG_MULTI) == 0;
      }
    }
  }

  /** Both an acknowledgement and the end of a dump carry an error number, zero or negative. */
  private void refuse(byte[] bytes, int at, int size, int flags, boolean quotesRequest)
      throws KernelException {
    if (size < HEADER + 4) {
      return; // old kernels end a dump without a number
    }
    int errno = -NativeOrder.i32(bytes, at + HEADER);
    if (errno == 0) {
      return;
    }
    int attributes = at + HEADER + 4;
    if (quotesRequest && size >= HEADER + 4 + HEADER) {
      int quoted =
          (flags & FLAG_ACK_CAPPED) != 0 ? HEADER : NativeOrder.i32(bytes, at + HEADER + 4);
      attributes = quoted < 0 || quoted > size ? at + size : attributes + (quoted + 3 & ~3);
    }
    String reason =
        (flags & FLAG_ACK_ATTRIBUTES) != 0 && attributes < at + size
            ? reason(Attributes.over(bytes, attributes, at + size))
            : "";
    throw reason.isEmpty()
        ? new KernelException(operation, errno)
        : new KernelException(operation, errno, reason);
  }

  private static String reason(Attributes attributes) {
    while (attributes.next()) {
      if (attributes.type() == ACK_MESSAGE) {
        return attributes.text();
      }
    }
    return "";
  }
}
