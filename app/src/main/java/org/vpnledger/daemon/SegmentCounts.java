package org.vpnledger.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.live.FlowWork;

/**
 * What was counted and is in no segment's footer yet, so that the footers of all segments together
 * say what was counted in all. What a process leaves over is kept in a file for the next one: a
 * line of numbers in the order of {@link #NAMES}.
 */
final class SegmentCounts {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentCounts.class);
  private static final List<String> NAMES =
      List.of("packets", "dropped", "evicted", "lost", "malformed");

  private final Path file;
  private final long[] leftOver;
  private volatile FlowWork counted = FlowWork.NONE;
  private long[] told = new long[NAMES.size()];
  private long[] telling = told;

  /** Goes on with what is in that file, which need not exist. */
  SegmentCounts(Path file) {
    this.file = file;
    leftOver = read(file);
  }

  private static long[] read(Path file) {
    try {
      long[] numbers =
          Arrays.stream(Files.readString(file).strip().split(",", -1))
              .mapToLong(Long::parseLong)
              .toArray();
      if (numbers.length == NAMES.size()) {
        return numbers;
      }
      LOG.warn("flows: {} does not hold {} numbers: it is left out", file, NAMES.size());
    } catch (NoSuchFileException e) {
      LOG.debug("flows: nothing is left over of an earlier run", e);
    } catch (IOException | NumberFormatException e) {
      LOG.warn("flows: {} is left out: {}", file, String.valueOf(e.getMessage()));
    }
    return new long[NAMES.size()];
  }

  /** What was counted since the process began; by any thread. */
  void note(FlowWork now) {
    counted = now;
  }

  /** For a segment's footer: what no footer has. Until {@link #told} it is for the next one. */
  Map<String, String> untold() {
    telling = all();
    Map<String, String> footer = new LinkedHashMap<>();
    for (int i = 0; i < NAMES.size(); i++) {
      footer.put(NAMES.get(i), Long.toString(telling[i] - told[i]));
    }
    return footer;
  }

  private long[] all() {
    FlowWork now = counted;
    long[] sums = {now.packets(), now.dropped(), now.evicted(), now.lost(), now.malformedPackets()};
    for (int i = 0; i < sums.length; i++) {
      sums[i] += leftOver[i];
    }
    return sums;
  }

  /** The segment is there. */
  void told() {
    told = telling;
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("flows: {}", String.valueOf(e.getMessage()));
    }
  }

  /** The process ends. */
  void keep() {
    long[] sums = all();
    long[] rest =
        LongStream.range(0, sums.length).map(i -> sums[(int) i] - told[(int) i]).toArray();
    if (Arrays.stream(rest).allMatch(number -> number == 0)) {
      return;
    }
    String line = Arrays.stream(rest).mapToObj(Long::toString).collect(Collectors.joining(","));
    try {
      Files.writeString(file, line + "\n");
    } catch (IOException e) {
      LOG.warn("flows: what was counted is not kept: {}", String.valueOf(e.getMessage()));
    }
  }
}
