package org.vpnledger.source.wireguard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Presence;

class SteadyHandshakesTest {
  private static final Instant START = Instant.parse("2026-11-20T13:00:00.900Z");

  private final SteadyHandshakes handshakes = new SteadyHandshakes();

  /** What is said at a time of the monotonic clock, with the wall clock put forward. */
  private Presence said(Duration passed, Duration wallStep, long ageSeconds) throws Exception {
    Moment at = new Moment(START.plus(passed).plus(wallStep), passed.toNanos(), "test");
    String dump =
        "wg0\t(none)\t(none)\t1\toff\nwg0\t1u/uCoCeoyrQRU6d/YGhO+gZxnz8fPMVKd4A2fD/vE0=\t(none)\t"
            + "(none)\t(none)\t"
            + ageSeconds
            + "\t0\t0\toff\n";
    byte[] bytes = Golden.ascii(dump);
    Snapshot snapshot =
        DumpParser.parse(bytes, bytes.length, at.wall(), null, name -> Epoch.UNKNOWN)
            .firstEntry()
            .getValue();
    return handshakes.steady(snapshot, at).connections().getFirst().presence();
  }

  @Test
  void one_handshake_given_as_a_rounded_age_stays_at_one_time() throws Exception {
    Presence first = said(Duration.ZERO, Duration.ZERO, 10);
    for (int tenths = 1; tenths < 600; tenths += 7) {
      Duration passed = Duration.ofMillis(tenths * 100L);
      assertThat(said(passed, Duration.ZERO, passed.plusMillis(10_400).toSeconds()))
          .isEqualTo(first);
    }
  }

  @Test
  void a_step_of_the_wall_clock_moves_no_handshake() throws Exception {
    Presence first = said(Duration.ZERO, Duration.ZERO, 10);
    assertThat(said(Duration.ofSeconds(5), Duration.ofHours(1), 15)).isEqualTo(first);
    assertThat(said(Duration.ofSeconds(10), Duration.ofHours(-1), 20)).isEqualTo(first);
  }

  @Test
  void a_new_handshake_is_told() throws Exception {
    Presence first = said(Duration.ZERO, Duration.ZERO, 120);
    assertThat(said(Duration.ofSeconds(5), Duration.ZERO, 1)).isNotEqualTo(first);
  }
}
