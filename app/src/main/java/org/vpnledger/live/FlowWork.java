package org.vpnledger.live;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the flow log is doing, since the daemon began.
 *
 * @param packets that were looked at
 * @param drops packets that passed and were not, since the kernel had no room for them, by tunnel
 * @param flows that go on now
 * @param evicted flows that were closed early, since the table was full
 * @param lost rows that the disk had no room for
 * @param malformed packets that were not understood to their end, by reason in small letters
 * @param problems what is the matter now, in a line each; none when all is well
 * @param upload absent if files go nowhere
 * @param export absent if flows are sent to no collector
 */
public record FlowWork(
    long packets,
    Map<String, Long> drops,
    long flows,
    long evicted,
    long lost,
    Map<String, Long> malformed,
    List<String> problems,
    @Nullable Upload upload,
    @Nullable Export export) {
  /** Before anything passed. */
  public static final FlowWork NONE =
      new FlowWork(0, Map.of(), 0, 0, 0, Map.of(), List.of(), null, null);

  public FlowWork {
    drops = Map.copyOf(drops);
    malformed = Map.copyOf(malformed);
    problems = List.copyOf(problems);
  }

  /**
   * How files get to the store.
   *
   * @param waitingFiles that are not there yet
   * @param oldestWaiting when the oldest of them was written, absent if none waits
   * @param failures attempts that were in vain
   * @param droppedFiles deleted without having been uploaded, since no more may wait
   * @param trouble why the last attempt failed, one line; absent if it did not
   */
  public record Upload(
      long waitingFiles,
      long waitingBytes,
      @Nullable Instant oldestWaiting,
      long uploadedFiles,
      long uploadedBytes,
      long failures,
      long droppedFiles,
      @Nullable String trouble) {}

  /**
   * How flows get to a collector.
   *
   * @param reached whether the last attempt to send succeeded
   * @param sent flows that were handed to the network
   * @param dropped flows that were not
   */
  public record Export(boolean reached, long sent, long dropped, long waiting) {}

  /** Packets that were not looked at, of all tunnels. */
  public long dropped() {
    return sum(drops);
  }

  /** Packets that were not understood to their end, for whatever reason. */
  public long malformedPackets() {
    return sum(malformed);
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
