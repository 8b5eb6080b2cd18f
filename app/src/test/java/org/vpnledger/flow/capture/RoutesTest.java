package org.vpnledger.flow.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.vpnledger.vpn.Address;

class RoutesTest {
  private static final List<String> IPV4 =
      List.of(
          "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
          "eth0\t00000000\t010011AC\t0003\t0\t0\t0\t00000000\t0\t0\t0",
          "tun0\t0000080A\t0200080A\t0003\t0\t0\t0\t00FFFFFF\t0\t0\t0",
          "tun1\t0700080A\t00000000\t0005\t0\t0\t0\tFFFFFFFF\t0\t0\t0",
          "tun9\t0000090A\t00000000\t0201\t0\t0\t0\t00FFFFFF\t0\t0\t0");
  private static final List<String> IPV6 =
      List.of(
          "fd000008000000000000000000000000 40 00000000000000000000000000000000 00"
              + " 00000000000000000000000000000000 00000100 00000001 00000000 00000001 tun0",
          "00000000000000000000000000000000 00 00000000000000000000000000000000 00"
              + " 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200     lo");

  private static String device(String address) {
    String device = Routes.of(IPV4, IPV6).device(Objects.requireNonNull(Address.parse(address)));
    return String.valueOf(device);
  }

  @Test
  void the_longest_prefix_says_by_which_interface_an_address_is_reached() {
    assertThat(device("10.8.0.6")).isEqualTo("tun0");
    assertThat(device("10.8.0.7")).isEqualTo("tun1");
    assertThat(device("fd00:8::2")).isEqualTo("tun0");
  }

  @Test
  void the_way_to_the_internet_and_one_that_is_barred_say_nothing() {
    assertThat(device("192.0.2.1")).isEqualTo("null");
    assertThat(device("10.9.0.1")).isEqualTo("null");
    assertThat(device("fd00:9::2")).isEqualTo("null");
  }

  @Test
  void lines_that_are_no_routes_are_left_out() {
    Routes routes =
        Routes.of(List.of("", "tun0", "tun0 zz 0 0003 0 0 0 00FFFFFF"), List.of("fd00 40", "x"));
    assertThat(routes.device(new Address(0, 0))).isNull();
  }

  @Test
  void this_machine_s_own_routes_can_be_read() throws IOException {
    assertThat(Routes.now()).isNotNull();
  }
}
