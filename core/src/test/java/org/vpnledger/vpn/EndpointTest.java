package org.vpnledger.vpn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

  @Test
  void both_families_are_read_as_every_tool_prints_them() {
    assertThat(Endpoint.parse("192.0.2.1:51820")).isEqualTo(new Endpoint("192.0.2.1", 51820));
    assertThat(Endpoint.parse("[2001:db8::1]:0")).isEqualTo(new Endpoint("2001:db8::1", 0));
    assertThat(Endpoint.parse("[fe80::1%eth0.5]:65535"))
        .isEqualTo(new Endpoint("fe80::1%eth0.5", 65535));
    assertThat(Endpoint.parse("[::ffff:192.0.2.1]:1")).hasToString("[::ffff:192.0.2.1]:1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "(none)",
        "192.0.2.1",
        "192.0.2.1:",
        "192.0.2.1:-1",
        "192.0.2.1:+1",
        "192.0.2.1:65536",
        "192.0.2.1:000001",
        "192.0.2.1:\u0661",
        ":51820",
        "[]:1",
        "[:1",
        "]:1",
        "[%eth0]:1",
        "%eth0:1",
        "[192.0.2.1]:1",
        "2001:db8::1:51820",
        "[2001:db8::1]51820",
        "[fe80::1%eth0\n]:1",
        "[fe80::1%<script>]:1",
        "[fe80::1%a,b]:1",
        "[fe80::1%../x]:1",
        "=1+1:1",
        "192.0.2.1 :1",
        "evil.example.com:1",
      })
  void what_is_no_endpoint_is_absent(String text) {
    assertThat(Endpoint.parse(text)).isNull();
  }

  @Test
  void a_host_of_any_length_is_refused_but_a_longest_address_with_zone_is_not() {
    assertThat(Endpoint.parse("1".repeat(1_000_000) + ":1")).isNull();
    String longest = "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255%" + "z".repeat(15);
    assertThat(Endpoint.parse("[" + longest + "]:1")).isNotNull();
  }

  @Test
  void a_made_endpoint_is_checked_too() {
    assertThatThrownBy(() -> new Endpoint("a\nb", 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Endpoint("::1", 65536))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hostile_text_never_throws_and_what_passes_is_harmless_and_stays_itself() {
    Random random = new Random(51820);
    String likely = "0123456789abcdefABCDEF:::::...[[]]%%-_=@<>\n\",\\/ \u0000\u0661\ud800";
    for (int i = 0; i < 300_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(24); length > 0; length--) {
        text.append(likely.charAt(random.nextInt(likely.length())));
      }
      if (random.nextBoolean()) {
        text.append(':').append(random.nextInt(99_999));
      }
      Endpoint endpoint = Endpoint.parse(text.toString());
      if (endpoint != null) {
        assertThat(endpoint.toString()).matches("[\\[\\]0-9A-Za-z:.%_=@-]+");
        assertThat(Endpoint.parse(endpoint.toString())).isEqualTo(endpoint);
      }
    }
  }
}
