package org.vpnledger.vpn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointFilterTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.7              | 192.0.2.7:51820              | true",
        "192.0.2.7              | 192.0.2.7:1                  | true",
        "192.0.2.7              | 192.0.2.77:51820             | false",
        "192.0.2.7              | [::ffff:192.0.2.7]:51820     | true",
        "::ffff:192.0.2.7       | 192.0.2.7:51820              | true",
        "192.0.2.7:51820        | 192.0.2.7:51820              | true",
        "192.0.2.7:51820        | 192.0.2.7:5182               | false",
        "192.0.2.0/24           | 192.0.2.255:1                | true",
        "192.0.2.0/24           | 192.0.3.0:1                  | false",
        "192.0.2.200/24         | 192.0.2.1:1                  | true",
        "192.0.2.128/25         | 192.0.2.127:1                | false",
        "192.0.2.128/25         | 192.0.2.128:1                | true",
        "10.16.0.0/12           | 10.31.255.255:9              | true",
        "10.16.0.0/12           | 10.32.0.0:9                  | false",
        "192.0.2.7/32           | 192.0.2.7:9                  | true",
        "0.0.0.0/0              | 203.0.113.9:9                | true",
        "0.0.0.0/0              | [2001:db8::1]:9              | false",
        "::/0                   | [2001:db8::1]:9              | true",
        "::/0                   | 203.0.113.9:9                | false",
        "2001:db8::/32          | [2001:db8::1]:9              | true",
        "2001:db8::/32          | [2001:db8:ffff::1]:9         | true",
        "2001:db8::/32          | [2001:db9::1]:9              | false",
        "2001:db8::/33          | [2001:db8:8000::1]:9         | false",
        "2001:db8:0:1::/64      | [2001:db8:0:1:5::6]:9        | true",
        "2001:db8:0:1::/64      | [2001:db8:0:2::6]:9          | false",
        "2001:DB8::A            | [2001:db8::a]:9              | true",
        "[2001:db8::a]          | [2001:db8::a]:9              | true",
        "[2001:db8::a]:51820    | [2001:db8::a]:51820          | true",
        "[2001:db8::a]:51820    | [2001:db8::a]:51821          | false",
        "2001:db8:1:2:3:4:5:6   | [2001:db8:1:2:3:4:5:6]:9     | true",
        "fe80::1                | [fe80::1%eth0]:9             | true",
        "fe80::1%eth0           | [fe80::1%eth0]:9             | true",
        "fe80::1%eth0           | [fe80::1%eth1]:9             | false",
        "[fe80::1%eth0]:9       | [fe80::1%eth0]:9             | true",
      })
  void an_address_a_port_or_a_network_is_asked_for(String text, String shown, boolean matches) {
    EndpointFilter filter = Objects.requireNonNull(EndpointFilter.parse(text));
    Endpoint endpoint = Objects.requireNonNull(Endpoint.parse(shown));
    assertThat(filter.matches(endpoint)).isEqualTo(matches);
    if (matches) { // else the search would not even look at it
      assertThat(filter.beginnings()).anyMatch(endpoint.toString()::startsWith);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/24",
        "192.0.2",
        "192.513",
        "3221225985",
        "192.0.2.256",
        "192.0.2.0001",
        "192.0.2.1.",
        ".192.0.2.1",
        "192.0.2.1/",
        "192.0.2.1/33",
        "192.0.2.1/-1",
        "192.0.2.1/+1",
        "192.0.2.1/024x",
        "192.0.2.1/0000",
        "192.0.2.1/255.255.255.0",
        "192.0.2.1:51820/24",
        "192.0.2.1:",
        "192.0.2.1:65536",
        "192.0.2.1%eth0:x",
        "2001:db8::/129",
        "2001:db8",
        "2001:db8:::1",
        "[2001:db8::1",
        "2001:db8::1]",
        "[2001:db8::1]:",
        "[192.0.2.1]",
        "fe80::1%eth0/64",
        "fe80::1%<script>",
        "localhost",
        "example.com",
        "dead.beef",
        "192.0.2.1' OR 1=1 --",
        "192.0.2.\u0661",
      })
  void what_is_no_address_is_absent(String text) {
    assertThat(EndpointFilter.parse(text)).isNull();
  }

  @Test
  void text_of_any_length_is_refused_at_once() {
    assertThat(EndpointFilter.parse("1".repeat(1_000_000))).isNull();
    assertThat(EndpointFilter.parse("192.0.2.1/" + "1".repeat(1_000_000))).isNull();
    assertThat(Network.parse("192.0.2.1/" + "1".repeat(1_000_000))).isNull();
    assertThat(Address.parse(":".repeat(1_000_000))).isNull();
  }

  @Test
  void a_made_network_is_checked_and_masked_too() {
    Address address = Objects.requireNonNull(Address.parse("192.0.2.7"));
    assertThat(new Network(address, 24)).hasToString("192.0.2.0/24");
    assertThat(Network.of(address)).hasToString("192.0.2.7/32");
    assertThat(Network.parse("2001:db8::7/32")).hasToString("2001:db8:0:0:0:0:0:0/32");
    assertThatThrownBy(() -> new Network(address, 33)).isInstanceOf(IllegalArgumentException.class);
  }
}
