package org.vpnledger.flow.table;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.vpnledger.flow.Direction;
import org.vpnledger.flow.decode.Packet;
import org.vpnledger.flow.decode.PacketConsumer;
import org.vpnledger.vpn.Address;

/**
 * The flows that go on. Each is a row of words; rows hang together in chains, one a hash:
 *
 * <pre>
 * 0 source, high   1 low   2 destination, high   3 low
 * 4 ports (17 + 17, none 0), protocol (8), direction (2), source (16)
 * 5 first packet, ns since 1970   6 last packet   7 packets   8 bytes
 * 9 first packet on the monotonic clock   10 last packet   11 next of the chain (32), TCP flags (32)
 * </pre>
 *
 * <p>Ages run on a clock that is told ({@link #at}) and that is never put back, since the clock
 * that packets carry may be. Memory is bounded: when the table is full, the flow that has been idle
 * longest goes early.
 *
 * <p>Used by one thread.
 */
public final class FlowTable implements PacketConsumer {
  private static final int WORDS = 12;
  private static final int FIRST_ROWS = 1024;
  private static final int KEY = 4;
  private static final int START = 5;
  private static final int END = 6;
  private static final int PACKETS = 7;
  private static final int BYTES = 8;
  private static final int BORN = 9;
  private static final int SEEN = 10;
  private static final int CHAIN = 11;
  private static final int NOTHING = -1;
  private static final int NO_PORT = -1;
  private static final long DISORDER_NS = 1_000_000_000L;
  private static final long LATE_NS = 60_000_000_000L;
  private static final int TCP = 6;
  private static final int FIN = 1;
  private static final int SYN = 2;
  private static final int RST = 4;

  private final int limit;
  private final long idleNs;
  private final long activeNs;
  private final Labels labels;
  private final Consumer<Flow> sink;
  private final IdleWheel wheel;
  private int[] chains = empty(2 * FIRST_ROWS);
  private int mask = 2 * FIRST_ROWS - 1;
  private long[] rows = new long[FIRST_ROWS * WORDS];
  private @Nullable Label[] labelled = new Label[FIRST_ROWS];
  private int[] free = new int[FIRST_ROWS];
  private int freed;
  private int used;
  private int live;
  private long now;
  private boolean begun;
  private boolean told;
  private long evicted;
  private long counted;

  /**
   * An empty table.
   *
   * @param limit how many flows it may hold
   * @param sink takes flows that are over, in no particular order
   */
  public FlowTable(int limit, Timeouts timeouts, Labels labels, Consumer<Flow> sink) {
    if (limit < 1 || limit > 1 << 24) {
      throw new IllegalArgumentException("a table holds 1 to 16777216 flows");
    }
    this.limit = limit;
    idleNs = timeouts.idle().toNanos();
    activeNs = timeouts.active().toNanos();
    this.labels = labels;
    this.sink = sink;
    wheel = new IdleWheel(idleNs);
  }

  /**
   * Tells the time, on a clock that only goes on. Without this the packets' own times are the
   * clock, as is right for a file.
   *
   * @param monotonicNs not of any epoch
   */
  public void at(long monotonicNs) {
    told = true;
    advance(monotonicNs);
  }

  /** A file's clock may have been put back while it was written: no flow lasts over that. */
  private void follow(long timestampNs) {
    if (begun && now - timestampNs > activeNs) {
      closeAll();
      begun = false;
    }
    advance(timestampNs);
  }

  private void advance(long to) {
    if (!begun) {
      begun = true;
      now = to;
      wheel.begin(to);
    }
    if (to > now) {
      now = to;
    }
    if (wheel.isDue(now)) {
      expire();
    }
  }

  private void expire() {
    for (int slots = 0; wheel.isDue(now); slots++) {
      if (slots == IdleWheel.SLOTS) {
        wheel.begin(now); // nothing passed for long: all that was in it is out
        return;
      }
      for (int row = wheel.takeSlot(); row != NOTHING; ) {
        int following = wheel.next(row);
        long due = rows[row * WORDS + SEEN] + idleNs;
        if (due <= now) {
          close(row);
        } else {
          wheel.put(row, due);
        }
        row = following;
      }
    }
  }

  @Override
  public void packet(Packet packet) {
    if (!told) {
      follow(packet.timestampNs());
    }
    counted++;
    long srcHigh = packet.srcHigh();
    long srcLow = packet.srcLow();
    long dstHigh = packet.dstHigh();
    long dstLow = packet.dstLow();
    long key = key(packet);
    int hash = hash(srcHigh, srcLow, dstHigh, dstLow, key);
    long[] words = rows;
    for (int row = chains[hash & mask]; row != NOTHING; ) {
      int at = row * WORDS;
      long link = words[at + CHAIN];
      if (words[at + KEY] == key
          && words[at + 1] == srcLow
          && words[at + 3] == dstLow
          && words[at] == srcHigh
          && words[at + 2] == dstHigh) {
        if (now - words[at + BORN] < activeNs
            && !isReborn(packet, (int) link)
            && !hasStepped(packet.timestampNs() - words[at + END], now - words[at + SEEN])) {
          words[at + CHAIN] = link | packet.tcpFlags();
          words[at + PACKETS]++;
          words[at + BYTES] += packet.size();
          // Two processors deliver packets at once, so that they need not come in their order.
          words[at + START] = Math.min(words[at + START], packet.timestampNs());
          words[at + END] = Math.max(words[at + END], packet.timestampNs());
          words[at + SEEN] = now;
          return;
        }
        wheel.remove(row);
        close(row);
        break;
      }
      row = (int) (link >> 32);
    }
    begin(packet, key, hash);
  }

  /** A port is used again: what begins with SYN is not what ended with FIN or RST. */
  private static boolean isReborn(Packet packet, int flags) {
    return packet.protocol() == TCP && (packet.tcpFlags() & SYN) != 0 && (flags & (FIN | RST)) != 0;
  }

  /**
   * The clock of packets was moved: no flow lasts over that, or it would end before it began, or
   * last for years. What waited in a ring comes late, but in about its order. A file's own clock is
   * all that there is of it.
   */
  private boolean hasStepped(long byPackets, long monotonic) {
    return told && (byPackets < -DISORDER_NS || byPackets - monotonic > LATE_NS);
  }

  private void begin(Packet packet, long key, int hash) {
    if (live == limit) {
      evict();
    }
    Label label = labels.of(packet);
    int row = room();
    int at = row * WORDS;
    rows[at] = packet.srcHigh();
    rows[at + 1] = packet.srcLow();
    rows[at + 2] = packet.dstHigh();
    rows[at + 3] = packet.dstLow();
    rows[at + KEY] = key;
    rows[at + START] = packet.timestampNs();
    rows[at + END] = packet.timestampNs();
    rows[at + PACKETS] = 1;
    rows[at + BYTES] = packet.size();
    rows[at + BORN] = now;
    rows[at + SEEN] = now;
    int chain = hash & mask;
    rows[at + CHAIN] = (long) chains[chain] << 32 | packet.tcpFlags();
    labelled[row] = label;
    chains[chain] = row;
    live++;
    wheel.put(row, now + idleNs);
  }

  private int room() {
    if (freed > 0) {
      return free[--freed];
    }
    if (used == labelled.length) {
      int more = Math.min(limit, 2 * used);
      rows = Arrays.copyOf(rows, more * WORDS);
      labelled = Arrays.copyOf(labelled, more);
      free = Arrays.copyOf(free, more);
      chain(Integer.highestOneBit(2 * more - 1));
    }
    return used++;
  }

  /** As many chains as that, with all rows: as few as will do, since near memory is small. */
  private void chain(int size) {
    int[] before = chains;
    chains = empty(size);
    mask = size - 1;
    for (int head : before) {
      for (int row = head; row != NOTHING; ) {
        int at = row * WORDS;
        int following = (int) (rows[at + CHAIN] >> 32);
        int chain = hash(rows[at], rows[at + 1], rows[at + 2], rows[at + 3], rows[at + KEY]) & mask;
        long flags = rows[at + CHAIN] & 0xffff_ffffL;
        rows[at + CHAIN] = (long) chains[chain] << 32 | flags;
        chains[chain] = row;
        row = following;
      }
    }
  }

  private static int[] empty(int size) {
    int[] chains = new int[size];
    Arrays.fill(chains, NOTHING);
    return chains;
  }

  private void evict() {
    int row = wheel.earliest(candidate -> rows[candidate * WORDS + SEEN] + idleNs);
    wheel.remove(row);
    close(row);
    evicted++;
  }

  /** A flow that is in the wheel no more is over. */
  private void close(int row) {
    int at = row * WORDS;
    unchain(row, at);
    sink.accept(flow(row));
    labelled[row] = null;
    free[freed++] = row;
    live--;
  }

  private void unchain(int row, int at) {
    int chain = hash(rows[at], rows[at + 1], rows[at + 2], rows[at + 3], rows[at + KEY]) & mask;
    int next = (int) (rows[at + CHAIN] >> 32);
    if (chains[chain] == row) {
      chains[chain] = next;
      return;
    }
    int before = chains[chain];
    while ((int) (rows[before * WORDS + CHAIN] >> 32) != row) {
      before = (int) (rows[before * WORDS + CHAIN] >> 32);
    }
    long flags = rows[before * WORDS + CHAIN] & 0xffff_ffffL;
    rows[before * WORDS + CHAIN] = (long) next << 32 | flags;
  }

  private Flow flow(int row) {
    int at = row * WORDS;
    long key = rows[at + KEY];
    Label label = labelled[row];
    return new Flow(
        (int) (key >>> 44) & 0xffff,
        rows[at + START],
        rows[at + END],
        Direction.of((int) (key >>> 42) & 3),
        (int) (key >>> 34) & 0xff,
        new Address(rows[at], rows[at + 1]),
        ((int) (key >>> 17) & 0x1ffff) - 1,
        new Address(rows[at + 2], rows[at + 3]),
        ((int) key & 0x1ffff) - 1,
        rows[at + PACKETS],
        rows[at + BYTES],
        (int) rows[at + CHAIN] & 0xff,
        label == null ? Label.NONE : label);
  }

  private static long key(Packet packet) {
    int dstPort = packet.icmp() == NO_PORT ? packet.dstPort() : packet.icmp();
    return (long) packet.source() << 44
        | (long) packet.direction().code() << 42
        | (long) packet.protocol() << 34
        | (long) (packet.srcPort() + 1) << 17
        | (dstPort + 1);
  }

  private static int hash(long srcHigh, long srcLow, long dstHigh, long dstLow, long key) {
    long hash = (srcLow ^ Long.rotateLeft(dstLow, 32)) * 0x9e3779b97f4a7c15L;
    hash = (hash ^ hash >>> 32 ^ srcHigh ^ Long.rotateLeft(dstHigh, 32)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ hash >>> 29 ^ key) * 0x94d049bb133111ebL;
    return (int) (hash >>> 32);
  }

  /** Closes all flows whose label is such: those whose peer is another's now, say. */
  public void closeIf(Predicate<Flow> wanted) {
    for (int chain = 0; chain < chains.length; chain++) {
      for (int row = chains[chain]; row != NOTHING; ) {
        int following = (int) (rows[row * WORDS + CHAIN] >> 32);
        if (wanted.test(flow(row))) {
          wheel.remove(row);
          close(row);
        }
        row = following;
      }
    }
  }

  /** Closes all flows. */
  public void closeAll() {
    closeIf(_ -> true);
  }

  /** How many flows go on. */
  public int size() {
    return live;
  }

  /** How many flows went early, since the table was full. */
  public long evicted() {
    return evicted;
  }

  /** How many packets were counted. */
  public long packets() {
    return counted;
  }
}
