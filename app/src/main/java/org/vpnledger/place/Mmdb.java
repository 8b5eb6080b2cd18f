package org.vpnledger.place;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Address;

/**
 * A database in MaxMind's format, version 2 (https://maxmind.github.io/MaxMind-DB/): a binary tree
 * over the bits of addresses, whose leaves point to records. The file is mapped, not read, so that
 * one of any size takes no heap. Nothing in it is trusted. Used by one thread.
 */
public final class Mmdb implements AutoCloseable {
  private static final byte[] MARKER = marker();
  private static final int METADATA_WITHIN = 128 * 1024;
  private static final int GAP = 16; // zeros between the tree and the records
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final Arena arena;
  private final long bytes;
  private final MemorySegment tree;
  private final MemorySegment records;
  private final int recordBits;
  private final long nodes;
  private final int version;
  private final String type;
  private final Instant built;
  private final long ipv4Start;

  private Mmdb(Arena arena, MemorySegment file) throws BrokenDatabaseException {
    this.arena = arena;
    this.bytes = file.byteSize();
    long metadata = metadataOf(file);
    Object known = new MmdbDecoder(file.asSlice(metadata)).decode(0);
    if (!(known instanceof Map<?, ?> facts)) {
      throw new BrokenDatabaseException("has no metadata");
    }
    this.nodes = number(facts, "node_count");
    this.recordBits = (int) number(facts, "record_size");
    this.version = (int) number(facts, "ip_version");
    this.type = facts.get("database_type") instanceof String text ? PlaceText.plain(text) : "";
    this.built = Instant.ofEpochSecond(Math.clamp(number(facts, "build_epoch"), 0, 1L << 40));
    long treeBytes = nodes * recordBits / 4;
    if (number(facts, "binary_format_major_version") != 2
        || (recordBits != 24 && recordBits != 28 && recordBits != 32)
        || (version != 4 && version != 6)
        || nodes <= 0
        || nodes > 1L << 32
        || treeBytes + GAP > metadata - MARKER.length) {
      throw new BrokenDatabaseException("has metadata that does not fit it");
    }
    this.tree = file.asSlice(0, treeBytes);
    this.records = file.asSlice(treeBytes + GAP, metadata - MARKER.length - treeBytes - GAP);
    this.ipv4Start = version == 4 ? 0 : afterZeros(96);
  }

  /**
   * Opens a file.
   *
   * @throws IOException with one line for people, without the file's name
   */
  public static Mmdb open(Path path) throws IOException {
    requireFile(path);
    Arena arena = Arena.ofShared();
    boolean opened = false;
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      MemorySegment file = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
      Mmdb database = new Mmdb(arena, file);
      opened = true;
      return database;
    } catch (NoSuchFileException e) {
      throw new IOException("no such file", e);
    } catch (AccessDeniedException e) {
      throw new IOException("permission denied", e);
    } catch (InternalError e) {
      throw cut(e);
    } finally {
      if (!opened) {
        arena.close();
      }
    }
  }

  /** A pipe would keep who opens it waiting for ever. */
  private static void requireFile(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException("is a folder: name a file");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new IOException("is no ordinary file");
    }
  }

  /** What kind of database it is, by its own word: {@code GeoLite2-City}. */
  public String type() {
    return type;
  }

  /** The size of its file. */
  long bytes() {
    return bytes;
  }

  /** When it was made. */
  public Instant built() {
    return built;
  }

  /**
   * The record of an address; absent if there is none.
   *
   * @throws IOException with one line for people, if the database is broken there
   */
  public @Nullable Map<?, ?> lookup(Address address) throws IOException {
    try {
      long record = leaf(address);
      return record == nodes
          ? null
          : new MmdbDecoder(records).decode(record - nodes - GAP) instanceof Map<?, ?> found
              ? found
              : null;
    } catch (InternalError e) {
      throw cut(e);
    }
  }

  /** What the mapping tells when somebody has cut the file short meanwhile. */
  private static IOException cut(InternalError e) {
    return new IOException("was cut short while it was in use", e);
  }

  private long leaf(Address address) throws BrokenDatabaseException {
    if (version == 4 && !address.isIpv4()) {
      return nodes;
    }
    long node = address.isIpv4() ? ipv4Start : 0;
    for (int bit = address.isIpv4() ? 96 : 0; node < nodes; bit++) {
      if (bit == 128) {
        throw new BrokenDatabaseException("has a tree without an end");
      }
      long half = bit < 64 ? address.high() : address.low();
      node = record(node, (int) (half >>> (63 - bit % 64)) & 1);
    }
    return node;
  }

  /** Where so many zeros lead; IPv4 addresses are below 96 of them. */
  private long afterZeros(int bits) {
    long node = 0;
    for (int bit = 0; bit < bits && node < nodes; bit++) {
      node = record(node, 0);
    }
    return node;
  }

  /**
   * The left or right record of a node.
   *
   * <pre>
   *  24 bits:  llllllll llllllll llllllll rrrrrrrr rrrrrrrr rrrrrrrr
   *  28 bits:  llllllll llllllll llllllll LLLLRRRR rrrrrrrr rrrrrrrr rrrrrrrr   (LLLL in front)
   *  32 bits:  l × 32, r × 32
   * </pre>
   */
  private long record(long node, int side) {
    long at = node * recordBits / 4;
    return switch (recordBits) {
      case 24 -> three(at + 3L * side);
      case 28 -> {
        int middle = octet(at + 3);
        yield side == 0 ? (middle >>> 4) << 24 | three(at) : (middle & 15) << 24 | three(at + 4);
      }
      default -> Integer.toUnsignedLong(tree.get(INT, at + 4L * side));
    };
  }

  private int three(long at) {
    return octet(at) << 16 | octet(at + 1) << 8 | octet(at + 2);
  }

  private int octet(long at) {
    return tree.get(ValueLayout.JAVA_BYTE, at) & 0xff;
  }

  private static long metadataOf(MemorySegment file) throws BrokenDatabaseException {
    long first = Math.max(0, file.byteSize() - METADATA_WITHIN);
    for (long at = file.byteSize() - MARKER.length; at >= first; at--) {
      if (file.asSlice(at, MARKER.length).mismatch(MemorySegment.ofArray(MARKER)) < 0) {
        return at + MARKER.length;
      }
    }
    throw new BrokenDatabaseException("is no database in MaxMind's format, or not whole");
  }

  private static long number(Map<?, ?> facts, String key) {
    return facts.get(key) instanceof Long number ? number : -1;
  }

  private static byte[] marker() {
    byte[] text = "...MaxMind.com".getBytes(StandardCharsets.US_ASCII);
    text[0] = (byte) 0xab;
    text[1] = (byte) 0xcd;
    text[2] = (byte) 0xef;
    return text;
  }

  /** Lets go of the file. */
  @Override
  public void close() {
    arena.close();
  }
}
