package org.vpnledger.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The line protocol, of which the real InfluxDB is asked in the lab. */
class InfluxLinesTest {
  private final InfluxLines lines = new InfluxLines(Instant.ofEpochSecond(7, 5));

  @Test
  void what_divides_is_escaped_and_what_cannot_be_escaped_is_replaced() {
    lines.family(Family.gauge("a metric", ""));
    lines.sample(Labels.of("name", "x,y = z\\", "other", "line\nbreak", "none", ""), 7);
    assertThat(lines.lines())
        .containsExactly(
            "a\\ metric,name=x\\,y\\ \\=\\ z\uff3c,other=line\ufffdbreak value=7i 7000000005");
  }

  @Test
  void numbers_that_the_protocol_does_not_have_are_left_out() {
    lines.family(Family.gauge("a", ""));
    lines.sample(Labels.NONE, Double.NaN);
    lines.sample(Labels.NONE, Double.POSITIVE_INFINITY);
    lines.sample(Labels.NONE, 0.5);
    assertThat(lines.lines()).containsExactly("a value=0.5 7000000005");
  }
}
