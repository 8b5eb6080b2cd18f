package org.vpnledger.kernel.netlink;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.vpnledger.kernel.Descriptor;
import org.vpnledger.kernel.Errno;
import org.vpnledger.kernel.KernelException;
import org.vpnledger.kernel.Libc;
import org.vpnledger.kernel.Readiness;

/**
 * One netlink socket, of the network namespace in which it was opened. Used by one thread at a
 * time. After any exception it may hold the rest of an answer: close it and open another.
 */
public final class NetlinkSocket implements AutoCloseable {
  /** Interfaces and addresses, rtnetlink(7). */
  public static final int ROUTE = 0;

  /** Families that modules register by name. */
  public static final int GENERIC = 16;

  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW = 3;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVBUF = 8;
  private static final int SOL_NETLINK = 270;
  private static final int ADD_MEMBERSHIP = 1;
  private static final int EXT_ACK = 11;
  private static final int MSG_TRUNC = 0x20;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int ADDRESS_SIZE = 12;
  private static final int PORT_OFFSET = 4;

  /** Kernels build dumps in buffers of at most 32 KiB; single answers may be longer. */
  private static final int BUFFER = 64 << 10;

  /** Enough for thousands of changes at once before the kernel begins to drop them. */
  private static final int EVENTS_BUFFER = 1 << 20;

  private final Descriptor descriptor;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment received = arena.allocate(BUFFER, 8);
  private final MemorySegment sender = arena.allocate(ADDRESS_SIZE, 4);
  private final MemorySegment senderLength = arena.allocate(JAVA_INT);
  private final byte[] datagram = new byte[BUFFER];
  private int sequence;

  private NetlinkSocket(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  /** Opens one to ask with. */
  public static NetlinkSocket open(int protocol) throws KernelException {
    String operation = "open a netlink socket";
    NetlinkSocket socket =
        new NetlinkSocket(
            Descriptor.of(Libc.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol), operation));
    boolean opened = false;
    try {
      MemorySegment address = socket.arena.allocate(ADDRESS_SIZE, 4).fill((byte) 0);
      address.set(JAVA_SHORT, 0, (short) AF_NETLINK);
      check(Libc.bind(socket.descriptor.number(), address), operation);
      // Reasons in words: kernels since 4.12 have them, and older ones refuse, which is no harm.
      socket.option(SOL_NETLINK, EXT_ACK, 1);
      opened = true;
      return socket;
    } finally {
      if (!opened) {
        socket.close();
      }
    }
  }

  /** Opens one that is told of changes of a group, such as {@link Links#GROUP}. */
  public static NetlinkSocket listening(int protocol, int group) throws KernelException {
    NetlinkSocket socket = open(protocol);
    boolean joined = false;
    try {
      socket.option(SOL_SOCKET, SO_RCVBUF, EVENTS_BUFFER);
      check(socket.option(SOL_NETLINK, ADD_MEMBERSHIP, group), "join netlink group " + group);
      joined = true;
      return socket;
    } finally {
      if (!joined) {
        socket.close();
      }
    }
  }

  private int option(int level, int option, int value) {
    try (Arena call = Arena.ofConfined()) {
      return Libc.setsockopt(
          descriptor.number(), level, option, call.allocateFrom(JAVA_INT, value));
    }
  }

  /** To wait for. */
  public Descriptor descriptor() {
    return descriptor;
  }

  /**
   * Asks, and hands on each message of the answer.
   *
   * @param within how long the whole answer may take
   * @return false when what was dumped changed meanwhile: forget the answer, ask again
   * @throws KernelException when the kernel refuses, or is late (EAGAIN)
   */
  public boolean ask(Request request, Duration within, MessageHandler handler)
      throws KernelException, MalformedMessageException, InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    send(request);
    Messages answer = new Messages(request.operation(), sequence);
    while (!answer.isDone()) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      int length = receive(request.operation(), left);
      try {
        answer.read(datagram, length, handler);
      } finally {
        Arrays.fill(datagram, 0, length, (byte) 0);
      }
    }
    return !answer.isInterrupted();
  }

  private void send(Request request) throws KernelException {
    sequence = sequence == Integer.MAX_VALUE ? 1 : sequence + 1;
    byte[] message = request.bytes(sequence);
    try (Arena call = Arena.ofConfined()) {
      MemorySegment kernel = call.allocate(ADDRESS_SIZE, 4).fill((byte) 0);
      kernel.set(JAVA_SHORT, 0, (short) AF_NETLINK);
      long sent =
          Libc.sendto(
              descriptor.number(),
              call.allocateFrom(JAVA_BYTE, message),
              message.length,
              0,
              kernel);
      check(sent, request.operation());
    }
  }

  private int receive(String operation, Duration within)
      throws KernelException, InterruptedException, MalformedMessageException {
    while (true) {
      int length = receiveNow(operation);
      if (length >= 0) {
        return length;
      }
      if (Readiness.await(List.of(descriptor), within) < 0) {
        throw new KernelException(operation, 0, "no answer within the time allowed");
      }
    }
  }

  /** One datagram of the kernel's into the array; -1 when there is none. */
  private int receiveNow(String operation) throws KernelException, MalformedMessageException {
    while (true) {
      senderLength.set(JAVA_INT, 0, ADDRESS_SIZE);
      long length =
          Libc.recvfrom(
              descriptor.number(), received, MSG_DONTWAIT | MSG_TRUNC, sender, senderLength);
      if (length == -Errno.EAGAIN) {
        return -1;
      }
      if (length == -Errno.EINTR) {
        continue;
      }
      check(length, operation);
      int kept = (int) Math.min(length, BUFFER);
      boolean fromKernel = sender.get(JAVA_INT, PORT_OFFSET) == 0; // not another process
      if (fromKernel) {
        MemorySegment.copy(received, JAVA_BYTE, 0, datagram, 0, kept);
      }
      received.asSlice(0, kept).fill((byte) 0);
      if (length > BUFFER) {
        throw new MalformedMessageException(operation + ": an answer of " + length + " bytes");
      }
      if (fromKernel) {
        return kept;
      }
    }
  }

  /**
   * Takes all changes that have been told by now.
   *
   * @return whether there were any; also true when so many came that some were lost
   */
  public boolean drain(MessageHandler handler) throws KernelException, MalformedMessageException {
    boolean any = false;
    while (true) {
      int length;
      try {
        length = receiveNow("netlink changes");
      } catch (KernelException e) {
        if (e.errno() == Errno.ENOBUFS) {
          any = true; // some were lost: that there were some is what matters
          continue;
        }
        throw e;
      }
      if (length < 0) {
        return any;
      }
      any = true;
      Messages.ofChanges().read(datagram, length, handler);
    }
  }

  private static void check(long result, String operation) throws KernelException {
    if (result < 0) {
      throw new KernelException(operation, (int) -result);
    }
  }

  @Override
  public void close() {
    descriptor.close();
    if (arena.scope().isAlive()) {
      arena.close();
    }
    Arrays.fill(datagram, (byte) 0);
  }
}
