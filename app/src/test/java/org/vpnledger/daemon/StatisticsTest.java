package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vpnledger.ledger.State;
import org.vpnledger.source.Source;
import org.vpnledger.source.SystemObservationClock;
import org.vpnledger.source.wireguard.HandshakeWatch;
import org.vpnledger.source.wireguard.Moments;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Noticing;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.TunnelId;

class StatisticsTest {
  private static final Instant NOW = Instant.parse("2023-10-27T08:00:00Z");
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final TunnelId TUNNEL = new TunnelId("kernel", "wg0");
  private static final Moment AT = new Moment(NOW, 1, "boot");

  private final HandshakeWatch watch =
      new HandshakeWatch(new Moments(Noticing.POLLS), new SystemObservationClock());
  private final Statistics statistics =
      new Statistics(List.<Source>of(watch), Duration.ofHours(1), 0);

  private String line(long changes) {
    return statistics.line(NOW, ZONE, changes, State.EMPTY);
  }

  private static Poller.Look look(Observation... seen) {
    return new Poller.Look("kernel", List.of(seen), Duration.ZERO, null, false, null);
  }

  @Test
  void the_line_is_that_of_wg_monitor_in_local_time() {
    for (int i = 0; i < 120; i++) {
      statistics.note(look());
    }
    assertThat(line(4))
        .isEqualTo(
            "2023-10-27 10:00:00 Statistics | Checks: 120, Failures: 0, Changes: 4, Errors: 0,"
                + " Peers: 0");
  }

  @Test
  void a_look_fails_once_however_many_tunnels_it_could_not_read() {
    Observation failed = new Observation.ReadFailed(TUNNEL, AT, "EPERM");
    statistics.note(look(failed, failed));
    statistics.note(Poller.Look.failed("kernel", "permission denied", false));
    assertThat(line(0)).contains("Checks: 2, Failures: 2, Changes: 0, Errors: 0,");
  }

  @Test
  void what_could_be_read_and_not_understood_is_an_error_too() {
    statistics.note(look(new Observation.ReadFailed(TUNNEL, AT, "line 3: not a number", true)));
    statistics.note(Poller.Look.failed("command", "line 1: fields", true));
    statistics.note(look(new Observation.Read(TUNNEL, AT, new Device(null, 51820, 0), List.of())));
    assertThat(line(0)).contains("Checks: 3, Failures: 2, Changes: 0, Errors: 2,");
  }

  @Test
  void who_only_watches_for_handshakes_checks_nothing() {
    statistics.note(new Poller.Look(watch.name(), List.of(), Duration.ZERO, null, false, null));
    assertThat(line(0)).contains("Checks: 0,");
  }

  @Test
  void a_line_is_due_each_time_the_interval_has_passed() {
    long hour = Duration.ofHours(1).toNanos();
    assertThat(statistics.isDue(hour - 1)).isFalse();
    assertThat(statistics.isDue(hour)).isTrue();
    assertThat(statistics.isDue(hour + 1)).isFalse();
    assertThat(statistics.isDue(2 * hour)).isTrue();
  }
}
