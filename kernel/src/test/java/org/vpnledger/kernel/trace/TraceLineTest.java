package org.vpnledger.kernel.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TraceLineTest {
  /** From Linux 6.12. */
  private static final String CALL =
      "     kworker/0:0-9       [000] .....     7.088643: call: (function_name+0x4/0x40 [module])"
          + " peer=0xff2355d9399f1840 family=10 port=0x6cca key={0x62,0x8a,0xff}";

  private static @Nullable TraceLine parse(String line) {
    return TraceLine.parse(line, "call");
  }

  private static Hit hit(String line) {
    if (parse(line) instanceof TraceLine.Called(Hit hit)) {
      return hit;
    }
    throw new AssertionError("no call: " + line);
  }

  @Test
  void a_call_has_its_time_and_what_was_fetched() {
    Hit hit = hit(CALL);
    assertThat(hit.monotonicNanos()).isEqualTo(7_088_643_000L);
    assertThat(hit.number("family")).isEqualTo(10);
    assertThat(hit.number("port")).isEqualTo(0x6cca);
    assertThat(hit.bytes("key")).containsExactly(0x62, 0x8a, 0xff);
    assertThat(hit.number("peer")).as("too large").isNull();
    assertThat(hit.number("key")).isNull();
    assertThat(hit.bytes("port")).isNull();
    assertThat(hit.number("another")).isNull();
    assertThat(hit.bytes("another")).isNull();
  }

  @Test
  void a_function_outside_of_modules_and_a_call_without_arguments_are_calls() {
    assertThat(hit(" a-1 [001] d.h1. 12345.000001: call: (f+0x0/0x1)").fetched()).isEmpty();
    assertThat(hit(" a-1 [001] 12345.000001: call: (f+0x0/0x1) n=7").number("n")).isEqualTo(7);
  }

  @Test
  void a_process_that_is_named_like_a_call_deceives_nobody() {
    String name = " 1.000000: call: (f) n=1-77    ";
    assertThat(hit(name + "[000] .....     7.088643: call: (f+0x0/0x1) n=2"))
        .isEqualTo(new Hit(7_088_643_000L, Map.of("n", "2")));
    assertThat(parse("CPU:0 [LOST 5 EVENTS]-7 [000] ..... 7.000000: other: x")).isNull();
  }

  @Test
  void lost_events_are_counted_as_far_as_the_kernel_did() {
    assertThat(parse("CPU:3 [LOST 128 EVENTS]")).isEqualTo(new TraceLine.Lost(128));
    assertThat(parse("CPU:0 [LOST EVENTS]")).isEqualTo(new TraceLine.Lost(1));
  }

  @Test
  void other_lines_are_neither() {
    assertThat(parse("")).isNull();
    assertThat(parse("# tracer: nop")).isNull();
    assertThat(parse(CALL.replace("call:", "another:"))).isNull();
    assertThat(parse(CALL.replace("7.088643", "now"))).isNull();
    assertThat(parse("x 1.000000: call: (f")).isNull();
  }

  @Test
  void mutated_lines_are_a_call_or_nothing_and_never_an_error() {
    RandomGenerator random = new Random(20260402);
    int calls = 0;
    for (int i = 0; i < 50_000; i++) {
      StringBuilder line = new StringBuilder(CALL);
      for (int n = random.nextInt(1, 6); n > 0; n--) {
        int at = random.nextInt(line.length());
        switch (random.nextInt(3)) {
          case 0 -> line.setCharAt(at, (char) random.nextInt(256));
          case 1 -> line.deleteCharAt(at);
          default -> line.insert(at, line.charAt(random.nextInt(line.length())));
        }
      }
      if (parse(line.toString()) instanceof TraceLine.Called(Hit hit)) {
        calls++;
        assertThat(hit.monotonicNanos()).isNotNegative();
        for (String name : hit.fetched().keySet()) {
          Long number = hit.number(name);
          byte[] bytes = hit.bytes(name);
          assertThat(number == null || bytes == null).isTrue();
          assertThat(number == null || number >= 0).isTrue();
        }
      }
    }
    assertThat(calls).isPositive();
  }
}
