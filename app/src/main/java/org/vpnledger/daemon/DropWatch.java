package org.vpnledger.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vpnledger.source.Source;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.ObservationClock;
import org.vpnledger.vpn.TunnelId;

/**
 * Tells the ledger of packets that the flow log did not see: of a tunnel's first at once, of what
 * follows once a minute, with the number.
 */
final class DropWatch implements Source {
  static final String NAME = "flows";
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final FlowBoard board;
  private final ObservationClock clock;
  private final Map<TunnelId, Told> told = new HashMap<>();

  private record Told(long packets, Moment at) {}

  DropWatch(FlowBoard board, ObservationClock clock) {
    this.board = board;
    this.clock = clock;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean readsTunnels() {
    return false;
  }

  @Override
  public List<Observation> poll() {
    Moment now = clock.now();
    List<Observation> seen = new ArrayList<>();
    board
        .drops()
        .forEach((tunnel, packets) -> {
          Told before = told.get(tunnel);
          long more = packets - (before == null ? 0 : before.packets);
          if (more > 0 && (before == null || now.since(before.at).compareTo(PAUSE) >= 0)) {
            told.put(tunnel, new Told(packets, now));
            seen.add(new Observation.PacketsDropped(tunnel, now, detail(more)));
          }
        });
    seen.sort((one, other) -> one.tunnel().compareTo(other.tunnel()));
    return seen;
  }

  private static String detail(long packets) {
    return "%d packet%s not logged, since the ring was full: flow.ring gives more room"
        .formatted(packets, packets == 1 ? " was" : "s were");
  }

  @Override
  public void close() {
    told.clear();
  }
}
