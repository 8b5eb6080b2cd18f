package org.vpnledger.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * Sends datagrams to Unix sockets, unix(7): those of a service manager, of journald, of syslog. It
 * is bound to no address and connected to none, never waits, and belongs to one thread at a time.
 *
 * <pre>
 * struct sockaddr_un { u16 family; char path[108]; };
 * </pre>
 */
public final class UnixDatagram implements AutoCloseable {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int SOL_SOCKET = 1;
  private static final int SO_SNDBUF = 7;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int LONGEST_PATH = 108;

  /** What the kernel allows everybody; it doubles that for its own bookkeeping. */
  private static final int SEND_BUFFER = 208 << 10;

  private final Descriptor descriptor;

  private UnixDatagram(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  /** Opens one, for messages of up to 200 KB. */
  public static UnixDatagram open() throws KernelException {
    Descriptor descriptor =
        Descriptor.of(
            Libc.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0),
            "open a Unix datagram socket");
    try (Arena call = Arena.ofConfined()) {
      // A smaller buffer is told when a message does not fit.
      int _ =
          Libc.setsockopt(
              descriptor.number(), SOL_SOCKET, SO_SNDBUF, call.allocateFrom(JAVA_INT, SEND_BUFFER));
    }
    return new UnixDatagram(descriptor);
  }

  /**
   * Sends one message.
   *
   * @param address a path, or a name of the abstract namespace after {@code @}
   * @throws KernelException with {@link Errno#EAGAIN} when the receiver's queue is full, {@link
   *     Errno#EMSGSIZE} when the message is too long for a datagram, {@link Errno#ECONNREFUSED} or
   *     {@link Errno#ENOENT} when nobody listens
   */
  public void send(String address, byte[] message) throws KernelException {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment to = socketAddress(call, address);
      MemorySegment bytes = call.allocate(Math.max(1, message.length));
      MemorySegment.copy(message, 0, bytes, JAVA_BYTE, 0, message.length);
      long sent;
      do {
        sent = Libc.sendto(descriptor.number(), bytes, message.length, MSG_NOSIGNAL, to);
      } while (sent == -Errno.EINTR);
      if (sent < 0) {
        throw failure(address, message.length, (int) -sent);
      }
    }
  }

  private static KernelException failure(String address, int length, int errno) {
    String operation = "send to " + address;
    return switch (errno) {
      case Errno.EMSGSIZE, Errno.ENOBUFS ->
          new KernelException(operation, errno, length + " bytes are too many for one datagram");
      case Errno.EAGAIN ->
          new KernelException(operation, errno, "the receiver does not keep up with its messages");
      case Errno.ENOENT, Errno.ECONNREFUSED ->
          new KernelException(operation, errno, "nobody listens there");
      default -> new KernelException(operation, errno);
    };
  }

  /** The length tells the kernel where an abstract name ends; a path ends with a zero. */
  private static MemorySegment socketAddress(Arena arena, String address) throws KernelException {
    byte[] path = address.getBytes(StandardCharsets.UTF_8);
    boolean isAbstract = address.startsWith("@");
    int length = path.length + (isAbstract ? 0 : 1);
    if ((!isAbstract && !address.startsWith("/"))
        || path.length < 2
        || length > LONGEST_PATH
        || address.indexOf('\0') >= 0) {
      throw new KernelException(
          "send to " + address,
          0,
          "no socket's address: an absolute path, or @ and a name, of fewer than 108 bytes");
    }
    MemorySegment whole = arena.allocate(2L + length, 2); // zeroed
    whole.set(JAVA_SHORT, 0, (short) AF_UNIX);
    MemorySegment.copy(path, 0, whole, JAVA_BYTE, 2, path.length);
    if (isAbstract) {
      whole.set(JAVA_BYTE, 2, (byte) 0);
    }
    return whole;
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
