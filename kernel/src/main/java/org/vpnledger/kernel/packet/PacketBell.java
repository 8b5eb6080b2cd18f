package org.vpnledger.kernel.packet;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.vpnledger.kernel.Descriptor;
import org.vpnledger.kernel.Errno;
import org.vpnledger.kernel.KernelException;
import org.vpnledger.kernel.Libc;

/**
 * Rings when a packet comes that a filter lets through, on any interface of the network namespace
 * in which it was opened; of the packet itself nothing is kept. Packets that this machine sends do
 * not ring. Needs CAP_NET_RAW.
 *
 * <p>The kernel runs the filter on every packet that comes in. It would also tell when each came,
 * but then it would have to note that for all of them; who waits here is told soon enough.
 */
public final class PacketBell implements AutoCloseable {
  private static final int AF_PACKET = 17;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int ETH_P_ALL = 3;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVBUF = 8;
  private static final int SO_ATTACH_FILTER = 26;
  private static final int SOL_PACKET = 263;
  private static final int PACKET_IGNORE_OUTGOING = 23;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int ADDRESS_SIZE = 20;
  private static final int FEW = 16 << 10; // one that waits is enough to ring

  /** So that whoever drains comes back even if packets never end. */
  private static final int MOST_DRAINED = 1024;

  private final Descriptor descriptor;

  private PacketBell(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  /** Opens one in the network namespace of this thread. */
  public static PacketBell open(UdpFilter filter) throws KernelException {
    String operation = "open a packet socket";
    // Without a protocol it gets no packet before it has its filter.
    PacketBell bell =
        new PacketBell(
            Descriptor.of(Libc.socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0), operation));
    boolean opened = false;
    try {
      bell.ringFor(filter);
      bell.option(SOL_SOCKET, SO_RCVBUF, FEW);
      // Since Linux 4.20; on older ones it also rings for what is sent, which is no harm.
      bell.option(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1);
      bell.bind();
      opened = true;
      return bell;
    } finally {
      if (!opened) {
        bell.close();
      }
    }
  }

  private void option(int level, int option, int value) {
    try (Arena call = Arena.ofConfined()) {
      int _ =
          Libc.setsockopt(descriptor.number(), level, option, call.allocateFrom(JAVA_INT, value));
    }
  }

  /**
   * To all interfaces:
   *
   * <pre>
   * struct sockaddr_ll { u16 family; be16 protocol; int ifindex; u16 hatype; u8 pkttype, halen, addr[8]; };
   * </pre>
   */
  private void bind() throws KernelException {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment address = call.allocate(ADDRESS_SIZE, 4);
      address.set(JAVA_SHORT, 0, (short) AF_PACKET);
      address.set(JAVA_BYTE, 3, (byte) ETH_P_ALL);
      int result = Libc.bind(descriptor.number(), address);
      if (result < 0) {
        throw new KernelException("bind a packet socket", -result);
      }
    }
  }

  /**
   * Rings for these from now on, instead of those before:
   *
   * <pre>
   * struct sock_fprog { u16 len; struct sock_filter *filter; };
   * </pre>
   */
  public void ringFor(UdpFilter filter) throws KernelException {
    List<Instruction> program = filter.program();
    try (Arena call = Arena.ofConfined()) {
      MemorySegment row = call.allocate((long) Instruction.SIZE * program.size(), 4);
      for (int i = 0; i < program.size(); i++) {
        Instruction each = program.get(i);
        long at = (long) Instruction.SIZE * i;
        row.set(JAVA_SHORT, at, (short) each.code());
        row.set(JAVA_BYTE, at + 2, (byte) each.ifTrue());
        row.set(JAVA_BYTE, at + 3, (byte) each.ifFalse());
        row.set(JAVA_INT, at + 4, each.operand());
      }
      MemorySegment whole = call.allocate(2 * ADDRESS.byteSize(), ADDRESS.byteAlignment());
      whole.set(JAVA_SHORT, 0, (short) program.size());
      whole.set(ADDRESS, ADDRESS.byteSize(), row);
      int result = Libc.setsockopt(descriptor.number(), SOL_SOCKET, SO_ATTACH_FILTER, whole);
      if (result < 0) {
        throw new KernelException("filter packets", -result);
      }
    }
  }

  /** To wait for. */
  public Descriptor descriptor() {
    return descriptor;
  }

  /** Forgets the packets that came. */
  public boolean drain() throws KernelException {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment byteOfIt = call.allocate(1);
      MemorySegment sender = call.allocate(ADDRESS_SIZE, 4);
      MemorySegment senderLength = call.allocate(JAVA_INT);
      for (int drained = 0; drained < MOST_DRAINED; drained++) {
        senderLength.set(JAVA_INT, 0, ADDRESS_SIZE);
        long length =
            Libc.recvfrom(descriptor.number(), byteOfIt, MSG_DONTWAIT, sender, senderLength);
        if (length == -Errno.EAGAIN) {
          return drained > 0;
        }
        if (length < 0 && length != -Errno.EINTR) {
          throw new KernelException("receive packets", (int) -length);
        }
      }
      return true;
    }
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
