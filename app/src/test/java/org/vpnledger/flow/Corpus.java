package org.vpnledger.flow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** What fuzzing begins with: files of hexadecimal digits, one entry a line, and remarks. */
public final class Corpus {
  private static final int[] TELLING = {0, 1, 0x3f, 0x7f, 0x80, 0xc0, 0xfe, 0xff};

  private Corpus() {}

  /** The entries of a file beside a class. */
  public static List<byte[]> of(Class<?> beside, String name) {
    try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(HexFormat.of()::parseHex)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One to four changes: a byte, a telling byte, a bit, a deletion, a doubling, a cut. */
  public static byte[] mutated(byte[] seed, RandomGenerator random) {
    byte[] bytes = seed.clone();
    for (int n = random.nextInt(1, 5); n > 0 && bytes.length > 0; n--) {
      int at = random.nextInt(bytes.length);
      int end = Math.min(bytes.length, at + random.nextInt(1, 20));
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> bytes[at] = (byte) random.nextInt(256);
        case 3, 4, 5 -> bytes[at] = (byte) TELLING[random.nextInt(TELLING.length)];
        case 6, 7, 8 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 9 -> bytes = joined(bytes, at, end);
        case 10 -> bytes = joined(bytes, end, at);
        default -> bytes = Arrays.copyOf(bytes, at);
      }
    }
    return bytes;
  }

  private static byte[] joined(byte[] bytes, int to, int from) {
    byte[] joined = Arrays.copyOf(bytes, to + bytes.length - from);
    System.arraycopy(bytes, from, joined, to, bytes.length - from);
    return joined;
  }
}
