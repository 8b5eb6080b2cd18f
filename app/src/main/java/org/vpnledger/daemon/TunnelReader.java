package org.vpnledger.daemon;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vpnledger.doctor.TunnelLook;
import org.vpnledger.source.Source;
import org.vpnledger.source.SourceException;
import org.vpnledger.vpn.Observation;

/** Reads all tunnels once, for commands that need no daemon. */
final class TunnelReader {
  private TunnelReader() {}

  /** Each device once, whoever reads it; the caller closes the sources. */
  static TunnelLook look(List<Source> sources) throws InterruptedException {
    List<Observation.Read> reads = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Set<String> devices = new HashSet<>();
    for (Source source : sources) {
      try {
        for (Observation seen : source.poll()) {
          switch (seen) {
            case Observation.Read read -> {
              // Two sources may read the same device, under one name each.
              String device = read.device().publicKey();
              if (device == null || devices.add(device + read.tunnel().interfaceName())) {
                reads.add(read);
              }
            }
            case Observation.ReadFailed failed -> problems.add(failed.reason());
            default -> {}
          }
        }
      } catch (SourceException e) {
        problems.add("source " + source.name() + ": " + e.getMessage());
      }
    }
    return new TunnelLook(reads, problems);
  }
}
