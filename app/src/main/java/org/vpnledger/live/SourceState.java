package org.vpnledger.live;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Moment;

/**
 * How one source is doing.
 *
 * @param name unique within the gateway
 * @param lastLook when its last look ended, absent before the first
 * @param lastSuccess when a look last was whole, absent before the first
 * @param lastDuration how long its last look took
 * @param problem why its last look was not whole, one line for people; absent if it was
 * @param silent whether nothing could be said of any tunnel then
 * @param whole how many looks were whole since the daemon began
 * @param failed how many were not
 */
public record SourceState(
    String name,
    @Nullable Moment lastLook,
    @Nullable Moment lastSuccess,
    Duration lastDuration,
    @Nullable String problem,
    boolean silent,
    long whole,
    long failed) {

  /** A source that has not looked yet. */
  public static SourceState unasked(String name) {
    return new SourceState(name, null, null, Duration.ZERO, null, false, 0, 0);
  }

  /** After a look that was whole. */
  public SourceState succeeded(Moment at, Duration took) {
    return new SourceState(name, at, at, took, null, false, whole + 1, failed);
  }

  /**
   * After a look that was not.
   *
   * @param nothing whether nothing could be said of any tunnel
   */
  public SourceState failed(Moment at, Duration took, String why, boolean nothing) {
    return new SourceState(name, at, lastSuccess, took, why, nothing, whole, failed + 1);
  }

  /**
   * Whether it can be relied upon now.
   *
   * @param overdueAfter how long it may be silent: one that hangs says nothing at all
   */
  public boolean isUp(Moment now, Duration overdueAfter) {
    return problem == null && lastLook != null && now.since(lastLook).compareTo(overdueAfter) <= 0;
  }

  /** What is the matter with it, one line for people. */
  public String inWords() {
    return "source "
        + name
        + ": "
        + (problem != null ? problem : lastLook == null ? "has not looked yet" : "does not answer");
  }
}
