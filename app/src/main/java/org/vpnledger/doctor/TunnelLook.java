package org.vpnledger.doctor;

import java.util.List;
import org.vpnledger.vpn.Observation;

/**
 * What one look at the tunnels gave.
 *
 * @param reads those that could be read
 * @param problems why others could not, a line each that says what to do
 */
public record TunnelLook(List<Observation.Read> reads, List<String> problems) {
  public TunnelLook {
    reads = List.copyOf(reads);
    problems = List.copyOf(problems);
  }
}
