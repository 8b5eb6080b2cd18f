package org.vpnledger.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Bytes to look for. */
final class Needle {
  private static final int CHUNK = 1 << 20;

  private final String what;
  private final byte[] bytes;

  /**
   * Keeps the bytes.
   *
   * @param what names them in a report
   */
  Needle(String what, byte[] bytes) {
    this.what = what;
    this.bytes = bytes;
  }

  /** What of {@code needles} is in the file; it may be larger than memory. */
  static Set<String> found(List<Needle> needles, Path file) {
    Map<Integer, List<Needle>> byStart = new HashMap<>();
    boolean[] starts = new boolean[1 << 16];
    int longest = 2;
    for (Needle needle : needles) {
      int start = pair(needle.bytes, 0);
      starts[start] = true;
      byStart.computeIfAbsent(start, ignored -> new ArrayList<>()).add(needle);
      longest = Math.max(longest, needle.bytes.length);
    }
    Set<String> found = new TreeSet<>();
    byte[] window = new byte[CHUNK + longest];
    int kept = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int n; (n = in.readNBytes(window, kept, CHUNK)) > 0; ) {
        int end = kept + n;
        for (int i = 0; i + 1 < end; i++) {
          int start = pair(window, i);
          if (starts[start]) {
            for (Needle needle : byStart.getOrDefault(start, List.of())) {
              if (needle.isAt(window, i, end)) {
                found.add(needle.what);
              }
            }
          }
        }
        // One that straddles two chunks begins in the part that is kept.
        kept = Math.min(longest - 1, end);
        System.arraycopy(window, end - kept, window, 0, kept);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static int pair(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }

  private boolean isAt(byte[] window, int at, int end) {
    int last = at + bytes.length;
    return last <= end && Arrays.equals(window, at, last, bytes, 0, bytes.length);
  }
}
