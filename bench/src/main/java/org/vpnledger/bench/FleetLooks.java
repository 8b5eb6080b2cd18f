package org.vpnledger.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.vpnledger.source.Source;
import org.vpnledger.source.SystemObservationClock;
import org.vpnledger.source.wireguard.CommandSource;
import org.vpnledger.source.wireguard.InterfaceFilter;
import org.vpnledger.source.wireguard.LocalLinks;
import org.vpnledger.source.wireguard.Moments;
import org.vpnledger.source.wireguard.WireGuardSources;
import org.vpnledger.vpn.Noticing;
import org.vpnledger.vpn.ObservationClock;

/**
 * Times whole looks at a real interface in user space: by its socket, and by spawning wg. Prints
 * the median and the best of each in milliseconds.
 */
public final class FleetLooks {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int LOOKS = 40;

  private FleetLooks() {}

  /** The argument before the last is the interface's name; the last one is the launcher's own. */
  public static void main(String[] args) throws Exception {
    ObservationClock clock = new SystemObservationClock();
    InterfaceFilter only = InterfaceFilter.only(Set.of(args[0]));
    Path folder = Path.of("/var/run/wireguard");
    Moments moments = new Moments(Noticing.POLLS);
    try (Source socket = WireGuardSources.sockets("s", folder, only, PATIENCE, moments, clock);
        Source command =
            new CommandSource(
                "c",
                List.of("wg", "show", args[0], "dump"),
                only,
                PATIENCE,
                LocalLinks.LOCAL,
                clock)) {
      time("socket", socket);
      time("wg", command);
    }
  }

  private static void time(String what, Source source) throws Exception {
    long[] took = new long[LOOKS];
    for (int i = 0; i < 2 * LOOKS; i++) { // the first half warms up
      long start = System.nanoTime();
      if (source.poll().isEmpty()) {
        throw new IllegalStateException(what + " shows nothing");
      }
      took[i % LOOKS] = System.nanoTime() - start;
    }
    Arrays.sort(took);
    System.out.println(
        String.format(Locale.ROOT, "%s\t%.1f\t%.1f", what, took[LOOKS / 2] / 1e6, took[0] / 1e6));
  }
}
