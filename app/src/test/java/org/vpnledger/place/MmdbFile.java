package org.vpnledger.place;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Network;

/**
 * Writes small databases in MaxMind's format, by its specification: a tree of nodes, records once
 * each, texts that are there already as pointers, metadata.
 */
public final class MmdbFile {
  /** A node's side: another node, a record, or nothing. */
  private static final class Node {
    final @Nullable Object[] sides = new Object[2];
  }

  private final String type;
  private final int version;
  private final int recordBits;
  private final Instant built;
  private final Node root = new Node();
  private final Map<String, Object> records = new LinkedHashMap<>();

  /**
   * An empty one.
   *
   * @param version of addresses, 4 or 6
   * @param recordBits 24, 28 or 32
   */
  public MmdbFile(String type, int version, int recordBits, Instant built) {
    this.type = type;
    this.version = version;
    this.recordBits = recordBits;
    this.built = built;
  }

  /** One with both kinds of addresses. */
  public static MmdbFile of(String type, Instant built) {
    return new MmdbFile(type, 6, 28, built);
  }

  /** A record; a network within another one has to come after it. */
  public MmdbFile put(String cidr, Map<String, Object> record) {
    Network network = Objects.requireNonNull(Network.parse(cidr));
    String name = "record " + records.size();
    records.put(name, record);
    boolean ipv4 = network.first().isIpv4();
    int skipped = ipv4 && version == 6 ? 96 : 0;
    Node node = root;
    int bits = network.prefix() + skipped;
    for (int i = 0; i < bits; i++) {
      int side = i < skipped ? 0 : bit(network, ipv4 ? 96 + i - skipped : i);
      if (i == bits - 1) {
        node.sides[side] = name;
      } else {
        if (!(node.sides[side] instanceof Node)) {
          Node below = new Node();
          below.sides[0] = node.sides[side];
          below.sides[1] = node.sides[side];
          node.sides[side] = below;
        }
        node = (Node) Objects.requireNonNull(node.sides[side]);
      }
    }
    return this;
  }

  private static int bit(Network network, int index) {
    long half = index < 64 ? network.first().high() : network.first().low();
    return (int) (half >>> (63 - index % 64)) & 1;
  }

  /** The file's bytes. */
  public byte[] bytes() {
    List<Node> nodes = new ArrayList<>();
    number(root, nodes);
    Map<String, Long> offsets = new LinkedHashMap<>();
    Data data = new Data();
    records.forEach((name, record) -> {
      offsets.put(name, (long) data.out.size());
      data.put(record);
    });
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Node node : nodes) {
      long[] sides = new long[2];
      for (int side = 0; side < 2; side++) {
        Object below = node.sides[side];
        sides[side] =
            below == null
                ? nodes.size()
                : below instanceof Node next
                    ? nodes.indexOf(next)
                    : nodes.size() + 16 + offsets.getOrDefault(String.valueOf(below), 0L);
      }
      node(sides[0], sides[1], out);
    }
    out.writeBytes(new byte[16]);
    out.writeBytes(data.out.toByteArray());
    out.writeBytes(new byte[] {(byte) 0xab, (byte) 0xcd, (byte) 0xef});
    out.writeBytes("MaxMind.com".getBytes(StandardCharsets.US_ASCII));
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("node_count", (long) nodes.size());
    metadata.put("record_size", recordBits);
    metadata.put("ip_version", version);
    metadata.put("database_type", type);
    metadata.put("languages", List.of("en"));
    metadata.put("binary_format_major_version", 2);
    metadata.put("binary_format_minor_version", 0);
    metadata.put("build_epoch", built.getEpochSecond());
    metadata.put("description", Map.of("en", "a database for tests"));
    Data about = new Data();
    about.put(metadata);
    out.writeBytes(about.out.toByteArray());
    return out.toByteArray();
  }

  private void node(long left, long right, ByteArrayOutputStream out) {
    switch (recordBits) {
      case 24 ->
          out.writeBytes(
              new byte[] {
                (byte) (left >> 16),
                (byte) (left >> 8),
                (byte) left,
                (byte) (right >> 16),
                (byte) (right >> 8),
                (byte) right
              });
      case 28 ->
          out.writeBytes(
              new byte[] {
                (byte) (left >> 16),
                (byte) (left >> 8),
                (byte) left,
                (byte) (((left >> 24) & 15) << 4 | ((right >> 24) & 15)),
                (byte) (right >> 16),
                (byte) (right >> 8),
                (byte) right
              });
      default ->
          out.writeBytes(ByteBuffer.allocate(8).putInt((int) left).putInt((int) right).array());
    }
  }

  private static void number(Node node, List<Node> nodes) {
    nodes.add(node);
    for (Object side : node.sides) {
      if (side instanceof Node next) {
        number(next, nodes);
      }
    }
  }

  /** Writes it beside the path and renames it, as updaters do. */
  public Path write(Path path) {
    try {
      Path beside = path.resolveSibling(path.getFileName() + ".new");
      Files.write(beside, bytes());
      return Files.move(beside, path, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Values, as the section of records holds them. */
  private static final class Data {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final Map<String, Integer> texts = new LinkedHashMap<>();

    void put(Object value) {
      switch (value) {
        case Map<?, ?> map -> {
          head(7, map.size());
          new TreeMap<>(map)
              .forEach((key, inner) -> { // or each run would make another file
                put(key);
                put(inner);
              });
        }
        case List<?> list -> {
          head(11, list.size());
          list.forEach(this::put);
        }
        case String text -> text(text);
        case Double number -> {
          head(3, 8);
          out.writeBytes(ByteBuffer.allocate(8).putDouble(number).array());
        }
        case Float number -> {
          head(15, 4);
          out.writeBytes(ByteBuffer.allocate(4).putFloat(number).array());
        }
        case Boolean flag -> head(14, flag ? 1 : 0);
        case Integer number -> unsigned(5, number);
        case Long number -> unsigned(number < 1L << 32 ? 6 : 9, number);
        default -> throw new IllegalArgumentException("no type for " + value);
      }
    }

    private void unsigned(int type, long number) {
      int size = (71 - Long.numberOfLeadingZeros(number)) / 8;
      head(type, size);
      for (int i = size - 1; i >= 0; i--) {
        out.write((int) (number >>> (8 * i)));
      }
    }

    private void text(String text) {
      Integer known = texts.get(text);
      if (known != null && known < 2048) {
        out.write(1 << 5 | known >> 8);
        out.write(known);
        return;
      }
      texts.put(text, out.size());
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      head(2, bytes.length);
      out.writeBytes(bytes);
    }

    private void head(int type, int size) {
      int small = size < 29 ? size : size < 285 ? 29 : size < 65_821 ? 30 : 31;
      out.write((type < 8 ? type << 5 : 0) | small);
      if (type >= 8) {
        out.write(type - 7);
      }
      int more = size - (small == 29 ? 29 : small == 30 ? 285 : small == 31 ? 65_821 : size);
      for (int i = small - 29; i >= 0; i--) {
        out.write(more >>> (8 * i));
      }
    }
  }
}
