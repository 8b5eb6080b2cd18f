package org.vpnledger.kernel.packet;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
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
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVBUF = 8;
  private static final int PACKET_IGNORE_OUTGOING = 23;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int FEW = 16 << 10; // one that waits is enough to ring

  /** So that whoever drains comes back even if packets never end. */
  private static final int MOST_DRAINED = 1024;

  private final PacketSocket socket;

  private PacketBell(PacketSocket socket) {
    this.socket = socket;
  }

  /** Opens one in the network namespace of this thread. */
  public static PacketBell open(UdpFilter filter) throws KernelException {
    PacketBell bell = new PacketBell(PacketSocket.open());
    boolean opened = false;
    try {
      bell.ringFor(filter);
      bell.socket.wish(SOL_SOCKET, SO_RCVBUF, FEW);
      // Since Linux 4.20; on older ones it also rings for what is sent, which is no harm.
      bell.socket.wish(PacketSocket.SOL_PACKET, PACKET_IGNORE_OUTGOING, 1);
      bell.socket.bind(PacketSocket.ANY_INTERFACE);
      opened = true;
      return bell;
    } finally {
      if (!opened) {
        bell.close();
      }
    }
  }

  /** Rings for these from now on, instead of those before. */
  public void ringFor(UdpFilter filter) throws KernelException {
    filter.program().attachTo(descriptor().number());
  }

  /** To wait for. */
  public Descriptor descriptor() {
    return socket.descriptor();
  }

  /** Forgets the packets that came. */
  public boolean drain() throws KernelException {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment byteOfIt = call.allocate(1);
      MemorySegment sender = call.allocate(PacketSocket.ADDRESS_SIZE, 4);
      MemorySegment senderLength = call.allocate(JAVA_INT);
      for (int drained = 0; drained < MOST_DRAINED; drained++) {
        senderLength.set(JAVA_INT, 0, PacketSocket.ADDRESS_SIZE);
        long length =
            Libc.recvfrom(descriptor().number(), byteOfIt, MSG_DONTWAIT, sender, senderLength);
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
    socket.close();
  }
}
