package org.vpnledger.source.wireguard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vpnledger.kernel.log.LogRecord;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Noticing;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.TunnelId;

/** Which tunnel a line of the log is about; the lab reads real ones. */
final class RefusalWatchTest {
  private static final int USER = 1;
  private static final TunnelId HERE = new TunnelId("kernel", "wg0");

  private final Moments moments = new Moments(Noticing.POLLS);
  private final RefusalWatch watch = new RefusalWatch(moments, () -> at(0));
  private long sequence;

  private static Moment at(long seconds) {
    Instant wall = Instant.parse("2026-03-02T10:15:00Z").plusSeconds(seconds);
    return new Moment(wall, seconds * 1_000_000_000, "boot");
  }

  private LogRecord line(int facility, String interfaceName, String host) {
    String text =
        "wireguard: " + interfaceName + ": Invalid handshake initiation from " + host + ":4444";
    return new LogRecord(facility, 7, sequence++, text);
  }

  private List<Observation.Refused> told(long seconds, LogRecord... records) {
    List<Observation.Refused> told = new ArrayList<>();
    for (Observation one : watch.observations(List.of(records), at(seconds))) {
      told.add((Observation.Refused) one);
    }
    return told;
  }

  @Test
  void a_line_of_the_kernel_is_told_of_the_tunnel_of_that_name() {
    moments.note(1, 7, HERE, "wireguard");
    moments.note(1, 8, new TunnelId("kernel", "wg1"), "wireguard");
    assertThat(told(0, line(LogRecord.KERNEL, "wg0", "192.0.2.2")))
        .singleElement()
        .matches(refused -> refused.tunnel().equals(HERE) && refused.at().equals(at(0)))
        .matches(refused -> String.valueOf(refused.endpoint()).equals("192.0.2.2:4444"))
        .matches(refused -> refused.reason().equals(Refusal.Reason.INITIATION.words()));
  }

  @Test
  void a_line_of_a_process_or_of_an_interface_that_nobody_reads_is_not_told() {
    moments.note(1, 7, HERE, "wireguard");
    moments.note(1, 8, new TunnelId("kernel", "awg0"), "amneziawg");
    assertThat(
            told(
                0,
                line(USER, "wg0", "192.0.2.2"),
                line(LogRecord.KERNEL, "wg9", "192.0.2.2"),
                line(LogRecord.KERNEL, "awg0", "192.0.2.2")))
        .isEmpty();
  }

  @Test
  void of_several_tunnels_of_that_name_the_first_is_told_with_the_others() {
    moments.note(1, 7, HERE, "wireguard");
    moments.note(2, 3, new TunnelId("wg-easy", "wg0"), "wireguard");
    moments.note(3, 3, new TunnelId("office", "wg0"), "wireguard");
    assertThat(told(0, line(LogRecord.KERNEL, "wg0", "192.0.2.2")))
        .singleElement()
        .matches(refused -> refused.tunnel().equals(HERE))
        .matches(refused ->
            refused.reason().endsWith(" (on this tunnel, or wg0@office or wg0@wg-easy)"));
  }

  @Test
  void repeats_are_told_when_their_minute_is_over_unless_the_tunnel_has_gone() {
    moments.note(1, 7, HERE, "wireguard");
    LogRecord line = line(LogRecord.KERNEL, "wg0", "192.0.2.2");
    assertThat(told(0, line, line, line)).hasSize(1);
    assertThat(told(60))
        .singleElement()
        .matches(refused -> refused.reason().endsWith("; 2 more within a minute"));
    assertThat(told(90, line)).isEmpty();
    moments.forget(HERE);
    assertThat(told(120)).isEmpty();
  }
}
