package org.vpnledger.source.wireguard;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Connection;

/**
 * The peers of one userspace interface as the last read showed them: the lines of each, without
 * those of its keys, and what they mean. Most peers are idle, and their lines the same time after
 * time; implementations list them in any order, so that each is looked up by its key.
 */
public final class KnownBlocks {
  private static final int KEY = 64; // hex digits
  private static final int SMALLEST = 64;
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** One peer; its place among all of them in the order of keys, once that is known. */
  static final class Block {
    private final byte[] key;
    private byte[] lines = {};
    private Connection connection;
    private int place;
    private int read;

    private Block(byte[] key, Connection connection) {
      this.key = key;
      this.connection = connection;
    }
  }

  private @Nullable Block[] table = new @Nullable Block[SMALLEST];
  private final long seed = new SecureRandom().nextLong();
  private int size;
  private int read;
  private boolean arranged;
  private final List<Block> current = new ArrayList<>();
  private int arrangedSize;

  /** Begins another read. */
  void begin() {
    read++;
    current.clear();
  }

  /**
   * The end of a peer's lines if they are those of the last read.
   *
   * @param key where its key begins
   * @param lines where the lines after its keys begin
   * @param length of the answer
   * @return -1 if they are not, and have to be read
   */
  int match(byte[] bytes, int key, int lines, int length) throws MalformedReadException {
    Block block = table[slot(bytes, key)];
    if (block == null || block.lines.length == 0 || length - lines < block.lines.length) {
      return -1;
    }
    int end = lines + block.lines.length;
    if (!Arrays.equals(block.lines, 0, block.lines.length, bytes, lines, end)) {
      return -1;
    }
    use(block);
    return end;
  }

  /** Takes the last match back: what follows it shows that the lines go on. */
  void unmatch() {
    current.removeLast().read--;
  }

  private void use(Block block) throws MalformedReadException {
    if (block.read == read) {
      throw new MalformedReadException("peer " + block.connection.peer() + " is listed twice");
    }
    block.read = read;
    current.add(block);
  }

  /**
   * Notes a peer that was read.
   *
   * @param lines where the lines after its keys begin
   * @param end where they end; equal to {@code lines} if they must be read again next time
   */
  void note(byte[] bytes, int key, int lines, int end, Connection connection)
      throws MalformedReadException {
    int slot = slot(bytes, key);
    Block block = table[slot];
    if (block == null) {
      block = new Block(Arrays.copyOfRange(bytes, key, key + KEY), connection);
      table[slot] = block;
      size++;
      arranged = false;
    }
    block.lines = Arrays.copyOfRange(bytes, lines, end);
    block.connection = connection;
    use(block);
    if (2 * size > table.length) {
      rebuild(Arrays.asList(table), 2 * table.length);
    }
  }

  /** All peers of this read in the order of their keys; the read is finished then. */
  List<Connection> sorted() {
    if (!arranged || arrangedSize != current.size() || size != current.size()) {
      arrange();
    }
    Connection[] sorted = new Connection[current.size()];
    for (Block block : current) {
      sorted[block.place] = block.connection;
    }
    return List.of(sorted);
  }

  private void arrange() {
    List<Block> ordered = new ArrayList<>(current);
    ordered.sort(Comparator.comparing(block -> block.connection.peer()));
    for (int i = 0; i < ordered.size(); i++) {
      ordered.get(i).place = i;
    }
    // Those that are gone are forgotten.
    rebuild(ordered, Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, ordered.size())) * 4));
    arrangedSize = ordered.size();
    arranged = true;
  }

  private void rebuild(List<? extends @Nullable Block> blocks, int length) {
    table = new @Nullable Block[length];
    size = 0;
    for (Block block : blocks) {
      if (block != null) {
        table[slot(block.key, 0)] = block;
        size++;
      }
    }
  }

  /** Where a key is, or would be put: a table of which half at most is in use. */
  private int slot(byte[] bytes, int key) {
    int mask = table.length - 1;
    int slot = hash(bytes, key) & mask;
    while (true) {
      Block block = table[slot];
      if (block == null || Arrays.equals(block.key, 0, KEY, bytes, key, key + KEY)) {
        return slot;
      }
      slot = slot + 1 & mask;
    }
  }

  /** With a secret beginning: whoever chooses keys must not choose where they fall. */
  private int hash(byte[] bytes, int key) {
    long hash = seed;
    for (int i = 0; i < KEY; i += Long.BYTES) {
      hash = (hash ^ (long) EIGHT.get(bytes, key + i)) * 0x9E37_79B9_7F4A_7C15L;
      hash ^= hash >>> 32;
    }
    return (int) hash;
  }
}
