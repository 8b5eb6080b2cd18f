package org.vpnledger.flow.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.vpnledger.flow.Direction;

/**
 * Hands packets to a consumer on another thread, in their order and hundreds at once, so that what
 * is read and what is made of it keep two processors busy. It waits for a consumer that is slower.
 * What a packet carried stays behind, but for messages of DNS.
 *
 * <p>Used by one thread, which closes it and is told there what the consumer failed with.
 */
public final class Relay implements PacketConsumer, AutoCloseable {
  private static final int BATCH = 512; // 28 KB: what one processor has near for the other one
  private static final int WAITING = 16;

  private final BlockingQueue<Batch> full = new ArrayBlockingQueue<>(WAITING);
  private final BlockingQueue<Batch> empty = new ArrayBlockingQueue<>(WAITING);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Thread thread;
  private Batch filling = new Batch();
  private boolean closed;

  /** For a consumer, which is called by a thread of its own from now on. */
  public Relay(PacketConsumer consumer) {
    for (int i = 1; i < WAITING; i++) {
      empty.add(new Batch());
    }
    thread = Thread.ofPlatform().daemon().name("packets").start(() -> consume(consumer));
  }

  @Override
  public void packet(Packet packet) {
    if (filling.add(packet)) {
      handOver();
    }
  }

  private void handOver() {
    try {
      full.put(filling);
      filling = empty.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted between packets", e);
    }
  }

  private void consume(PacketConsumer consumer) {
    Packet packet = new Packet();
    while (true) {
      try {
        Batch batch = full.take();
        if (batch.count == 0) {
          return;
        }
        if (failure.get() == null) {
          give(batch, packet, consumer);
        }
        batch.clear();
        empty.add(batch); // there is room for all
      } catch (InterruptedException e) {
        failure.compareAndSet(null, e); // and who hands packets over must not wait for ever
      }
    }
  }

  private void give(Batch batch, Packet packet, PacketConsumer consumer) {
    try {
      for (int i = 0; i < batch.count; i++) {
        batch.get(i, packet);
        consumer.packet(packet);
      }
    } catch (RuntimeException | Error e) {
      failure.set(e); // told to whom closes; what comes after is let go
    }
  }

  /** Waits until the consumer has all packets, and tells what it failed with. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (filling.count > 0) {
      handOver();
    }
    handOver(); // an empty one says that this was all
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted between packets", e);
    }
    switch (failure.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  /**
   * Packets side by side, in words:
   *
   * <pre>
   * 0 time   1 source, high   2 low   3 destination, high   4 low
   * 5 size (32), protocol (8), TCP flags (8), fault (8), IPv4 (1), direction (2)   6 ports and ICMP, 20 bits each, none 0; all come of one source
   * </pre>
   */
  private static final class Batch {
    private static final int WORDS = 7;

    private final long[] words = new long[BATCH * WORDS];
    private final List<List<DnsMessage>> messages = new ArrayList<>();
    private int[] messagesOf = new int[16];
    private int nextMessages;
    private int count;

    /** Takes the packet in, and says whether that was the last one. */
    boolean add(Packet packet) {
      int at = count * WORDS;
      words[at] = packet.timestampNs;
      words[at + 1] = packet.srcHigh;
      words[at + 2] = packet.srcLow;
      words[at + 3] = packet.dstHigh;
      words[at + 4] = packet.dstLow;
      words[at + 5] =
          (long) packet.size << 32
              | (long) packet.protocol << 24
              | (long) packet.tcpFlags << 16
              | (long) packet.fault.code() << 8
              | (packet.ipv4 ? 4 : 0)
              | packet.direction.code();
      words[at + 6] =
          (packet.srcPort + 1L) << 40 | (packet.dstPort + 1L) << 20 | (packet.icmp + 1L);
      if (packet.hasDns()) {
        if (messages.size() == messagesOf.length) {
          messagesOf = Arrays.copyOf(messagesOf, 2 * messagesOf.length);
        }
        messagesOf[messages.size()] = count;
        messages.add(packet.dns);
      }
      return ++count == BATCH;
    }

    void get(int index, Packet packet) {
      int at = index * WORDS;
      packet.timestampNs = words[at];
      packet.srcHigh = words[at + 1];
      packet.srcLow = words[at + 2];
      packet.dstHigh = words[at + 3];
      packet.dstLow = words[at + 4];
      long facts = words[at + 5];
      packet.size = (int) (facts >>> 32);
      packet.protocol = (int) (facts >>> 24) & 0xff;
      packet.tcpFlags = (int) (facts >>> 16) & 0xff;
      packet.fault = Fault.of((int) (facts >>> 8) & 0xff);
      packet.ipv4 = (facts & 4) != 0;
      packet.direction = Direction.of((int) facts & 3);
      long ports = words[at + 6];
      packet.srcPort = (int) (ports >>> 40) - 1;
      packet.dstPort = ((int) (ports >>> 20) & 0xfffff) - 1;
      packet.icmp = ((int) ports & 0xfffff) - 1;
      packet.dns = Packet.NO_DNS;
      if (nextMessages < messages.size() && messagesOf[nextMessages] == index) {
        packet.dns = messages.get(nextMessages++);
      }
    }

    void clear() {
      count = 0;
      nextMessages = 0;
      messages.clear();
    }
  }
}
