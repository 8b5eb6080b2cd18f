package org.vpnledger.daemon;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vpnledger.flow.Direction;
import org.vpnledger.flow.table.Flow;

/**
 * What peers moved in an interval, where nothing finer may be logged: flows are added up as they
 * end. Used by one thread.
 */
final class FlowTotals {
  private final InstantSource clock;
  private final Duration interval;
  private final Map<Whose, Sum> sums = new LinkedHashMap<>();
  private Instant began;

  private record Whose(String tunnel, @Nullable String peer, Direction direction) {}

  /**
   * A sum.
   *
   * @param startNs when the first packet passed, in ns since 1970
   * @param endNs when the last one did
   */
  record Sum(
      long startNs,
      long endNs,
      String tunnel,
      @Nullable String peer,
      @Nullable String name,
      Direction direction,
      long packets,
      long bytes) {
    private Sum plus(Sum other) {
      return new Sum(
          Math.min(startNs, other.startNs),
          Math.max(endNs, other.endNs),
          tunnel,
          peer,
          other.name,
          direction,
          packets + other.packets,
          bytes + other.bytes);
    }
  }

  FlowTotals(InstantSource clock, Duration interval) {
    this.clock = clock;
    this.interval = interval;
    began = clock.instant();
  }

  void add(String tunnel, Flow flow) {
    sums.merge(
        new Whose(tunnel, flow.label().peer(), flow.direction()),
        new Sum(
            flow.startNs(),
            flow.endNs(),
            tunnel,
            flow.label().peer(),
            flow.label().name(),
            flow.direction(),
            flow.packets(),
            flow.bytes()),
        Sum::plus);
  }

  /** Gives the sums away if the interval is over. */
  void tick(Consumer<Sum> sink) {
    Instant now = clock.instant();
    if (now.isBefore(began) || !now.isBefore(began.plus(interval))) {
      close(sink);
    }
  }

  /** Gives the sums away. */
  void close(Consumer<Sum> sink) {
    sums.values().forEach(sink);
    sums.clear();
    began = clock.instant();
  }
}
