package org.vpnledger.source.sim;

import java.util.List;
import org.vpnledger.source.Source;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.ObservationClock;

/** Polls the simulated gateway, which never fails. */
public final class SimulatedSource implements Source {
  private final SimulatedGateway gateway;
  private final ObservationClock clock;
  private boolean seen;

  /** Whose first poll also tells that the tunnel is there. */
  public SimulatedSource(SimulatedGateway gateway, ObservationClock clock) {
    this.gateway = gateway;
    this.clock = clock;
  }

  @Override
  public String name() {
    return SimulatedGateway.TUNNEL.source();
  }

  @Override
  public List<Observation> poll() {
    Moment now = clock.now();
    Observation.Read read = gateway.at(now);
    if (seen) {
      return List.of(read);
    }
    seen = true;
    return List.of(new Observation.Born(SimulatedGateway.TUNNEL, now), read);
  }

  @Override
  public void close() {
    // holds nothing
  }
}
