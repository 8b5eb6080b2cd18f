package org.vpnledger.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AttemptsTest {
  private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.1");

  private long now = Long.MAX_VALUE - 5; // nanoTime may overflow at any time
  private final Attempts attempts = new Attempts(() -> now);

  @Test
  void ten_tries_are_given_at_once_and_then_one_every_six_seconds() {
    exhaust(CLIENT);
    assertThat(attempts.secondsUntilNext(CLIENT)).isEqualTo(6);
    now += Duration.ofSeconds(5).toNanos();
    assertThat(attempts.take(CLIENT)).isFalse();
    assertThat(attempts.secondsUntilNext(CLIENT)).isEqualTo(1);
    now += Duration.ofSeconds(1).toNanos();
    assertThat(attempts.take(CLIENT)).isTrue();
    assertThat(attempts.take(CLIENT)).isFalse();
    now += Duration.ofMinutes(1).toNanos();
    exhaust(CLIENT);
  }

  @Test
  void a_try_that_was_right_is_given_back() {
    exhaust(CLIENT);
    attempts.giveBack(CLIENT);
    assertThat(attempts.take(CLIENT)).isTrue();
    assertThat(attempts.take(CLIENT)).isFalse();
  }

  @Test
  void clients_of_version_6_are_told_apart_by_their_network_those_of_version_4_by_their_address() {
    exhaust(InetAddress.ofLiteral("2001:db8:0:1::1"));
    assertThat(attempts.take(InetAddress.ofLiteral("2001:db8:0:1:ffff::2"))).isFalse();
    assertThat(attempts.take(InetAddress.ofLiteral("2001:db8:0:2::1"))).isTrue();
    exhaust(CLIENT);
    assertThat(attempts.take(InetAddress.ofLiteral("192.0.2.2"))).isTrue();
  }

  @Test
  void whoever_else_tries_is_forgotten_before_memory_fills() {
    exhaust(CLIENT);
    for (int i = 0; i < 1024; i++) {
      attempts.take(InetAddress.ofLiteral("10.0.%d.%d".formatted(i / 256, i % 256)));
    }
    assertThat(attempts.take(CLIENT)).as("the longest known one was forgotten").isTrue();
  }

  @Test
  void the_log_says_how_much_it_left_out() {
    List<String> lines = new ArrayList<>();
    BoundedLog log = new BoundedLog(lines::add, () -> now);
    for (int i = 1; i <= 8; i++) {
      log.say("line " + i);
    }
    now += Duration.ofMinutes(1).toNanos();
    log.say("line 9");
    assertThat(lines)
        .containsExactly(
            "line 1", "line 2", "line 3", "line 4", "line 5", "line 9 (3 more like this before)");
  }

  private void exhaust(InetAddress client) {
    for (int i = 0; i < 10; i++) {
      assertThat(attempts.take(client)).isTrue();
    }
    assertThat(attempts.take(client)).isFalse();
  }
}
