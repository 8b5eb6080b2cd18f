package org.vpnledger.kernel.packet;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.vpnledger.kernel.packet.PacketSocket.SOL_PACKET;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import org.vpnledger.kernel.Descriptor;
import org.vpnledger.kernel.Errno;
import org.vpnledger.kernel.KernelException;
import org.vpnledger.kernel.Libc;

/**
 * All packets of one interface, in and out, in memory that is shared with the kernel: nothing is
 * copied and nothing is called for a packet. Documentation/networking/packet_mmap.rst, TPACKET_V3.
 * The kernel fills blocks in turn:
 *
 * <pre>
 * block  0 version   4 offset of private   8 status   12 packets   16 first packet   20 length
 * packet 0 next   4 seconds   8 ns   12 captured   16 length   20 status   24 mac   26 net   ...
 *        48 struct sockaddr_ll: family, protocol (50), interface (52), hardware (56), type (58)
 * </pre>
 *
 * <p>Needs CAP_NET_RAW and nothing else. Used by one thread at a time.
 */
public final class PacketRing implements AutoCloseable {
  private static final int PACKET_RX_RING = 5;
  private static final int PACKET_STATISTICS = 6;
  private static final int PACKET_VERSION = 10;
  private static final int TPACKET_V3 = 2;
  private static final int FRAME_BYTES = 2048; // no limit of packets in this version, but demanded

  /** How long the kernel keeps packets at most, in a block that is not full, from their reader. */
  public static final Duration DELAY = Duration.ofMillis(100);

  private static final int BLOCK_STATUS = 8;
  private static final int BLOCK_PACKETS = 12;
  private static final int BLOCK_FIRST = 16;
  private static final int SECONDS = 4;
  private static final int NANOS = 8;
  private static final int CAPTURED = 12;
  private static final int LENGTH = 16;
  private static final int NET = 26;
  private static final int PROTOCOL = 50;
  private static final int HARDWARE = 56;
  private static final int TYPE = 58;
  private static final int LOOPBACK = 772; // ARPHRD_LOOPBACK
  private static final int OURS = 1; // TP_STATUS_USER
  private static final int THE_KERNELS = 0;
  private static final int PACKET_OUTGOING = 4;
  private static final short POLLIN = 1;
  private static final short POLLERR = 8;
  private static final int POLLFD = 8;
  private static final boolean SWAPPED = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
  private static final VarHandle STATUS = JAVA_INT.varHandle();

  private final PacketSocket socket;
  private final Arena arena = Arena.ofShared();
  private final RingSize size;
  private final MemorySegment memory;
  private int next;
  private boolean wentDown;
  private boolean closed;

  private PacketRing(PacketSocket socket, RingSize size) throws KernelException {
    this.socket = socket;
    this.size = size;
    long address = Libc.mmapShared(socket.descriptor().number(), size.bytes());
    if (address < 0) {
      throw new KernelException("map a packet ring", (int) -address);
    }
    memory = Libc.mapped(address, size.bytes(), arena);
  }

  /**
   * Opens one in the network namespace of this thread.
   *
   * @param interfaceIndex which interface's packets
   * @param filter which of them, and how many bytes of each
   */
  public static PacketRing open(int interfaceIndex, RingSize size, PacketFilter filter)
      throws KernelException {
    PacketSocket socket = PacketSocket.open();
    PacketRing made = null;
    boolean opened = false;
    try {
      filter.program().attachTo(socket.descriptor().number());
      try (Arena call = Arena.ofConfined()) {
        socket.set(PACKET_VERSION, call.allocateFrom(JAVA_INT, TPACKET_V3), "ask for TPACKET_V3");
        // struct tpacket_req3 { unsigned block_size, block_nr, frame_size, frame_nr,
        //                       retire_blk_tov, sizeof_priv, feature_req_word; };
        int frames = (int) (size.bytes() / FRAME_BYTES);
        MemorySegment wanted =
            call.allocateFrom(
                JAVA_INT,
                size.blockBytes(),
                size.blocks(),
                FRAME_BYTES,
                frames,
                (int) DELAY.toMillis(),
                0,
                0);
        socket.set(PACKET_RX_RING, wanted, "make a packet ring of " + size.bytes() + " bytes");
      }
      made = new PacketRing(socket, size);
      socket.bind(interfaceIndex);
      opened = true;
      return made;
    } finally {
      if (!opened && made != null) {
        made.close();
      } else if (!opened) {
        socket.close();
      }
    }
  }

  /** Waits until one of the rings has packets, or the time is over. */
  public static void await(List<PacketRing> rings, Duration time) throws KernelException {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment waiting = call.allocate((long) POLLFD * Math.max(rings.size(), 1), 4);
      for (int i = 0; i < rings.size(); i++) {
        waiting.set(JAVA_INT, (long) POLLFD * i, rings.get(i).socket.descriptor().number());
        waiting.set(JAVA_SHORT, (long) POLLFD * i + 4, POLLIN);
      }
      int result = Libc.poll(waiting, rings.size(), (int) time.toMillis());
      if (result < 0 && result != -Errno.EINTR) {
        throw new KernelException("wait for packets", -result);
      }
      for (int i = 0; i < rings.size(); i++) {
        if ((waiting.get(JAVA_SHORT, (long) POLLFD * i + 6) & POLLERR) != 0) {
          rings.get(i).takeError();
        }
      }
    }
  }

  /** As long as an error is not taken, there is no waiting. */
  private void takeError() throws KernelException {
    int error = socket.takeError();
    if (error != Errno.ENETDOWN) {
      throw new KernelException("wait for packets", error);
    }
    wentDown = true;
  }

  /**
   * Whether {@link #await} found that the interface went down, or away, since this was last asked.
   * One that comes up again is heard again; one that is removed never is, not even if another of
   * its name comes.
   */
  public boolean wentDown() {
    boolean down = wentDown;
    wentDown = false;
    return down;
  }

  /**
   * Gives the sink all packets that are there; at most once around, so that whoever drains comes
   * back even if packets never end.
   *
   * @return how many blocks they were in
   */
  public int drain(PacketSink sink) {
    for (int blocks = 0; blocks < size.blocks(); blocks++) {
      long block = (long) next * size.blockBytes();
      int status = (int) STATUS.getAcquire(memory, block + BLOCK_STATUS);
      if ((status & OURS) == 0) {
        return blocks;
      }
      walk(block, sink);
      STATUS.setRelease(memory, block + BLOCK_STATUS, THE_KERNELS);
      next = next + 1 == size.blocks() ? 0 : next + 1;
    }
    return size.blocks();
  }

  private void walk(long block, PacketSink sink) {
    int packets = memory.get(JAVA_INT, block + BLOCK_PACKETS);
    long frame = block + memory.get(JAVA_INT, block + BLOCK_FIRST);
    for (int i = 0; i < packets; i++) {
      long nanos =
          Integer.toUnsignedLong(memory.get(JAVA_INT, frame + SECONDS)) * 1_000_000_000L
              + memory.get(JAVA_INT, frame + NANOS);
      short protocol = memory.get(JAVA_SHORT, frame + PROTOCOL);
      boolean outgoing = memory.get(JAVA_BYTE, frame + TYPE) == PACKET_OUTGOING;
      if (outgoing && memory.get(JAVA_SHORT, frame + HARDWARE) == LOOPBACK) {
        frame += Integer.toUnsignedLong(memory.get(JAVA_INT, frame));
        continue; // what goes out of lo comes in again
      }
      sink.packet(
          memory,
          frame + Short.toUnsignedInt(memory.get(JAVA_SHORT, frame + NET)),
          memory.get(JAVA_INT, frame + CAPTURED),
          memory.get(JAVA_INT, frame + LENGTH),
          nanos,
          Short.toUnsignedInt(SWAPPED ? Short.reverseBytes(protocol) : protocol),
          outgoing ? Way.OUT : Way.IN);
      frame += Integer.toUnsignedLong(memory.get(JAVA_INT, frame));
    }
  }

  /** What the kernel counted since this was last asked. */
  public RingCounts counts() throws KernelException {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment counts = call.allocate(3 * JAVA_INT.byteSize(), 4);
      MemorySegment length = call.allocateFrom(JAVA_INT, (int) counts.byteSize());
      int result =
          Libc.getsockopt(
              socket.descriptor().number(), SOL_PACKET, PACKET_STATISTICS, counts, length);
      if (result < 0) {
        throw new KernelException("ask what a packet ring lost", -result);
      }
      return new RingCounts(
          Integer.toUnsignedLong(counts.get(JAVA_INT, 0)),
          Integer.toUnsignedLong(counts.get(JAVA_INT, 4)),
          Integer.toUnsignedLong(counts.get(JAVA_INT, 8)));
    }
  }

  /** To wait for. */
  public Descriptor descriptor() {
    return socket.descriptor();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      arena.close();
      socket.close();
    }
  }
}
