package org.vpnledger.vpn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OpenVpnClientTest {
  @Test
  void addresses_of_every_version_are_read() {
    assertThat(endpoint("192.0.2.1:5555")).isEqualTo(new Endpoint("192.0.2.1", 5555));
    assertThat(endpoint("2001:db8::1")).isEqualTo(new Endpoint("2001:db8::1", 0));
    assertThat(endpoint("::ffff:192.0.2.1")).isEqualTo(new Endpoint("::ffff:192.0.2.1", 0));
    assertThat(endpoint("udp4:192.0.2.1:5555")).isEqualTo(new Endpoint("192.0.2.1", 5555));
    assertThat(endpoint("udp6:192.0.2.1:5555")).isEqualTo(new Endpoint("192.0.2.1", 5555));
    assertThat(endpoint("tcp6-server:[2001:db8::1]:5555"))
        .isEqualTo(new Endpoint("2001:db8::1", 5555));
  }

  @Test
  void what_is_no_address_gives_none() {
    for (String odd :
        List.of("", "UNKNOWN", "[NULL]", "192.0.2.1", ":1", "udp4:", "udp", "::<b>", "a:b:\n")) {
      assertThat(endpoint(odd)).as(odd).isNull();
    }
  }

  @Test
  void strangers_are_not_authenticated_but_clients_without_a_name_are() {
    assertThat(client("UNDEF", "x", null, null).authenticated()).isFalse();
    assertThat(client("UNDEF", "x", "10.8.0.2", null).authenticated()).isTrue();
    assertThat(client("UNDEF", "x", null, "alice").authenticated()).isTrue();
    assertThat(client("alice", "x", null, null).authenticated()).isTrue();
  }

  @Test
  void a_title_tells_version_and_architecture_as_far_as_it_has_them() {
    OpenVpnStatus git = status("OpenVPN 2.7_git [git:master/84a66e6] aarch64-linux [SSL]");
    assertThat(git.version()).isEqualTo("2.7_git");
    assertThat(git.architecture()).isEqualTo("aarch64-linux");
    for (String title : new String[] {null, "", "OpenVPN", "OpenVPN ", "other 1 2"}) {
      assertThat(status(title).version()).isNull();
      assertThat(status(title).architecture()).isNull();
    }
  }

  private static OpenVpnStatus status(@Nullable String title) {
    return new OpenVpnStatus(title, Instant.EPOCH, List.of(), List.of(), null, null);
  }

  private static @Nullable Endpoint endpoint(String realAddress) {
    return client("alice", realAddress, null, null).endpoint();
  }

  private static OpenVpnClient client(
      String name, String address, @Nullable String virtual, @Nullable String username) {
    return new OpenVpnClient(
        name, address, virtual, null, Counters.ZERO, Instant.EPOCH, username, null, null, null);
  }
}
