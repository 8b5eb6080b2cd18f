package org.vpnledger.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessStatTest {
  private static final String REST =
      " 1 4711 4711 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 123456 9 10 18446744073709551615";

  @Test
  void the_start_time_is_found_whatever_the_process_is_called() {
    assertThat(ProcessStat.parse("4711 (node) S" + REST)).isEqualTo(123_456);
    assertThat(ProcessStat.parse("4711 (a) R 1 (b) S" + REST)).isEqualTo(123_456);
  }

  @Test
  void a_process_that_has_ended_has_none() {
    assertThat(ProcessStat.parse("4711 (node) Z" + REST)).isNull();
    assertThat(ProcessStat.parse("")).isNull();
    assertThat(ProcessStat.parse("4711 (node) S 1 2")).isNull();
    assertThat(ProcessStat.startTime(Path.of("/proc"), 0)).isNull();
    assertThat(ProcessStat.startTime(Path.of("/proc"), ProcessHandle.current().pid())).isPositive();
  }
}
