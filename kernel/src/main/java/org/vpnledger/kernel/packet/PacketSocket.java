package org.vpnledger.kernel.packet;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.vpnledger.kernel.Descriptor;
import org.vpnledger.kernel.KernelException;
import org.vpnledger.kernel.Libc;

/**
 * A socket that sees packets from their network header on, packet(7). It gets none before it is
 * bound, so that it has its filter by then. Needs CAP_NET_RAW.
 */
final class PacketSocket implements AutoCloseable {
  static final int ANY_INTERFACE = 0;
  static final int SOL_PACKET = 263;
  static final int ADDRESS_SIZE = 20;
  private static final int SOL_SOCKET = 1;
  private static final int SO_ERROR = 4;
  private static final int AF_PACKET = 17;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int ETH_P_ALL = 3;

  private final Descriptor descriptor;

  private PacketSocket(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  /** Opens one in the network namespace of this thread. */
  static PacketSocket open() throws KernelException {
    return new PacketSocket(
        Descriptor.of(
            Libc.socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "open a packet socket"));
  }

  Descriptor descriptor() {
    return descriptor;
  }

  /** Sets an option that this kernel may not know. */
  void wish(int level, int option, int value) {
    try (Arena call = Arena.ofConfined()) {
      int _ =
          Libc.setsockopt(descriptor.number(), level, option, call.allocateFrom(JAVA_INT, value));
    }
  }

  /** Sets an option. */
  void set(int option, MemorySegment value, String operation) throws KernelException {
    int result = Libc.setsockopt(descriptor.number(), SOL_PACKET, option, value);
    if (result < 0) {
      throw new KernelException(operation, -result);
    }
  }

  /**
   * Lets packets come:
   *
   * <pre>
   * struct sockaddr_ll { u16 family; be16 protocol; int ifindex; u16 hatype; u8 pkttype, halen, addr[8]; };
   * </pre>
   *
   * @param interfaceIndex which interface's, or {@link #ANY_INTERFACE}
   */
  void bind(int interfaceIndex) throws KernelException {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment address = call.allocate(ADDRESS_SIZE, 4);
      address.set(JAVA_SHORT, 0, (short) AF_PACKET);
      address.set(JAVA_BYTE, 3, (byte) ETH_P_ALL);
      address.set(JAVA_INT, 4, interfaceIndex);
      int result = Libc.bind(descriptor.number(), address);
      if (result < 0) {
        throw new KernelException("bind a packet socket", -result);
      }
    }
  }

  /** The error that waits to be told, which is not told again; 0 for none. */
  int takeError() throws KernelException {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment error = call.allocate(JAVA_INT);
      MemorySegment length = call.allocateFrom(JAVA_INT, (int) JAVA_INT.byteSize());
      int result = Libc.getsockopt(descriptor.number(), SOL_SOCKET, SO_ERROR, error, length);
      if (result < 0) {
        throw new KernelException("ask a packet socket for its error", -result);
      }
      return error.get(JAVA_INT, 0);
    }
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
