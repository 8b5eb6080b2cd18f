package org.vpnledger.daemon;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.vpnledger.ledger.PeerState;
import org.vpnledger.ledger.State;
import org.vpnledger.report.Units;
import org.vpnledger.source.Source;
import org.vpnledger.vpn.Observation;

/**
 * What the daemon has done since it began, in a line as wg_monitor prints it: for the console only,
 * since it is about the daemon and not about anybody's connection.
 */
final class Statistics {
  private final Set<String> watches;
  private final long everyNanos;
  private long last;
  private long checks;
  private long failures;
  private long errors;

  /**
   * Over these sources.
   *
   * @param now of the monotonic clock
   */
  Statistics(List<Source> sources, Duration every, long now) {
    this.watches =
        sources.stream()
            .filter(source -> !source.readsTunnels())
            .map(Source::name)
            .collect(Collectors.toSet());
    this.everyNanos = every.toNanos();
    this.last = now;
  }

  /** Counts a look; those of sources that only watch for something are none. */
  void note(Poller.Look look) {
    if (watches.contains(look.source())) {
      return;
    }
    checks++;
    long malformed =
        look.observations().stream()
            .filter(seen -> seen instanceof Observation.ReadFailed failed && failed.malformed())
            .count();
    errors += malformed + (look.malformed() ? 1 : 0);
    if (look.problem() != null
        || look.observations().stream().anyMatch(Observation.ReadFailed.class::isInstance)) {
      failures++;
    }
  }

  /** Whether the next line is due; then it is taken to be printed. */
  boolean isDue(long now) {
    boolean due = now - last >= everyNanos;
    if (due) {
      last = now;
    }
    return due;
  }

  /**
   * The line, {@code 2023-10-27 10:00:00 Statistics | Checks: 120, Failures: 0, Changes: 4, Errors:
   * 0, Peers: 5}.
   *
   * @param changes peers that came, went or were removed
   */
  String line(Instant now, ZoneId zone, long changes, State state) {
    long peers =
        state.tunnels().values().stream()
            .flatMap(tunnel -> tunnel.peers().values().stream())
            .filter(PeerState::listed)
            .count();
    return "%s Statistics | Checks: %d, Failures: %d, Changes: %d, Errors: %d, Peers: %d"
        .formatted(Units.time(now, zone), checks, failures, changes, errors, peers);
  }
}
