package org.vpnledger.flow.ipfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IpfixTargetTest {
  @ParameterizedTest
  @CsvSource({
    "udp://192.0.2.1:2055, udp://192.0.2.1:2055",
    "TCP://collector.example.com, tcp://collector.example.com:4739",
    "udp://[2001:db8::1], udp://[2001:db8::1]:4739",
    "udp://[fe80::1%eth0]:9995/, udp://[fe80::1%eth0]:9995",
  })
  void targets_are_read_as_they_are_written(String text, String whole) {
    assertThat(IpfixTarget.parse(text)).hasToString(whole);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "192.0.2.1:4739",
        "http://192.0.2.1",
        "udp://",
        "udp://:4739",
        "udp://192.0.2.1:0",
        "udp://192.0.2.1:65536",
        "udp://2001:db8::1",
        "udp://[192.0.2.1]",
        "udp://[name]",
        "udp://a b",
        "udp://user@host",
        "udp://host/path",
        "udp://-host",
        "udp://host\n:1",
      })
  void what_is_no_target_is_told_in_one_line(String text) {
    assertThatThrownBy(() -> IpfixTarget.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .startsWith("a collector")
        .doesNotContain("\n");
  }
}
