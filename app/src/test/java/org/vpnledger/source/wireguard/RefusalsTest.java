package org.vpnledger.source.wireguard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vpnledger.source.wireguard.Refusal.Interface;
import org.vpnledger.source.wireguard.Refusal.Reason;
import org.vpnledger.vpn.Endpoint;

final class RefusalsTest {
  private static final Interface WG0 = new Interface("wireguard", "wg0");
  private static final String MAC = Reason.MAC.words();

  private final Refusals refusals = new Refusals();
  private final List<String> told = new ArrayList<>();

  /** An arbitrary start, as the clock's is. */
  private long now = Long.MAX_VALUE - Duration.ofHours(1).toNanos();

  private void knock(Interface at, String host, int port, Reason reason) {
    pass(Duration.ZERO);
    Refusals.Told first = refusals.note(new Refusal(at, new Endpoint(host, port), reason), now);
    if (first != null) {
      told.add(line(first));
    }
  }

  private void knock(String host) {
    knock(WG0, host, 4444, Reason.MAC);
  }

  private void pass(Duration time) {
    now += time.toNanos();
    refusals.due(now).forEach(one -> told.add(line(one)));
  }

  private static String line(Refusals.Told one) {
    return one.at().name() + " " + one.endpoint() + ": " + one.reason();
  }

  @Test
  void the_first_from_an_address_is_told_at_once_and_repeats_once_a_minute() {
    knock("192.0.2.2");
    assertThat(told).containsExactly("wg0 192.0.2.2:4444: " + MAC);
    for (int i = 0; i < 9; i++) {
      pass(Duration.ofSeconds(6));
      knock(WG0, "192.0.2.2", 5000 + i, Reason.INITIATION);
    }
    assertThat(told).hasSize(1);
    pass(Duration.ofSeconds(6));
    assertThat(told)
        .hasSize(2)
        .last()
        .isEqualTo("wg0 192.0.2.2:5008: " + Reason.INITIATION.words() + "; 9 more within a minute");
    pass(Duration.ofSeconds(30));
    knock("192.0.2.2");
    pass(Duration.ofSeconds(30));
    assertThat(told).hasSize(3).last().asString().endsWith("; 1 more within a minute");
  }

  @Test
  void an_address_that_was_quiet_for_a_minute_is_told_at_once_again() {
    knock("192.0.2.2");
    pass(Duration.ofSeconds(60));
    knock("192.0.2.2");
    assertThat(told).containsExactly("wg0 192.0.2.2:4444: " + MAC, "wg0 192.0.2.2:4444: " + MAC);
  }

  @Test
  void an_address_is_another_one_on_another_interface() {
    knock("192.0.2.2");
    knock(new Interface("wireguard", "wg1"), "192.0.2.2", 4444, Reason.MAC);
    assertThat(told).hasSize(2);
  }

  @Test
  void of_many_addresses_some_are_told_and_the_rest_once_a_minute_with_their_number() {
    for (int i = 0; i < Refusals.MOST_TOLD + 100; i++) {
      knock("192.0.2." + i % 256);
      knock("192.0.2." + i % 256);
    }
    assertThat(told).hasSize(Refusals.MOST_TOLD);
    pass(Duration.ofSeconds(59));
    assertThat(told).hasSize(Refusals.MOST_TOLD);
    pass(Duration.ofSeconds(1));
    assertThat(told)
        .contains(
            "wg0 null: 200 more within a minute, from 100 addresses that are not told one by one");
  }

  /** None is lost: what is told adds up to what was refused. */
  @Test
  void every_refusal_is_counted_once_however_long_it_goes_on() {
    int knocks = 0;
    for (int second = 0; second < 600; second++) {
      for (int i = 0; i < 20; i++) {
        knock("198.51.100." + (second * 7 + i * i) % 90);
        knocks++;
      }
      pass(Duration.ofSeconds(1));
    }
    pass(Duration.ofMinutes(1));
    pass(Duration.ofMinutes(1));
    long counted = 0;
    for (String line : told) {
      int at = line.indexOf(" more within");
      counted += at < 0 ? 1 : Long.parseLong(line.substring(line.lastIndexOf(' ', at - 1) + 1, at));
    }
    assertThat(counted).isEqualTo(knocks);
    assertThat(told.size()).isLessThanOrEqualTo(13 * (Refusals.MOST_TOLD + 1));
  }

  @Test
  void a_million_forged_addresses_cost_no_more_than_a_bounded_table() {
    for (int i = 0; i < 1_000_000; i++) {
      knock("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255));
    }
    assertThat(refusals.size()).isLessThan(2 * Refusals.MOST_TOLD + Refusals.MOST_ADDRESSES + 1);
    pass(Duration.ofMinutes(1));
    assertThat(told)
        .hasSize(Refusals.MOST_TOLD + 1)
        .last()
        .isEqualTo(
            "wg0 null: 999970 more within a minute, from at least 1024 addresses that are not told"
                + " one by one");
    pass(Duration.ofMinutes(1));
    assertThat(refusals.size()).isZero();
  }

  @Test
  void it_is_known_when_something_is_due() {
    Duration hour = Duration.ofHours(1);
    assertThat(refusals.untilDue(now, hour)).isEqualTo(hour);
    knock("192.0.2.2");
    assertThat(refusals.untilDue(now, hour)).isEqualTo(Refusals.WINDOW);
    pass(Duration.ofSeconds(20));
    assertThat(refusals.untilDue(now, hour)).isEqualTo(Duration.ofSeconds(40));
    assertThat(refusals.untilDue(now, Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(5));
    assertThat(refusals.untilDue(now + hour.toNanos(), hour)).isZero();
  }
}
