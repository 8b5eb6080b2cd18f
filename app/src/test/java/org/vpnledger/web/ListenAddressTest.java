package org.vpnledger.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class ListenAddressTest {
  @Test
  void addresses_and_names_are_read_with_their_port_and_written_alike() {
    for (String text :
        new String[] {"127.0.0.1:9586", "[::1]:9586", "0.0.0.0:1", "[::]:65535", "gw-1.lan:0"}) {
      assertThat(ListenAddress.parse(text)).hasToString(text);
    }
    assertThat(ListenAddress.parse("[::1]:9586")).isEqualTo(new ListenAddress("::1", 9586));
  }

  @Test
  void what_is_no_address_with_a_port_is_told_in_one_line() {
    for (String text :
        new String[] {
          "",
          "9586",
          "127.0.0.1",
          "127.0.0.1:",
          "127.0.0.1:x",
          "127.0.0.1:-1",
          "::1:9586",
          "127.0.0.1:99999",
          "[::1]",
          "[gw]x:1",
          "a b:1",
          "[:::1]:1",
          "a/b:1",
          "-a:1",
          "a.:1"
        }) {
      assertThatThrownBy(() -> ListenAddress.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .hasLineCount(1);
    }
  }

  @Test
  void a_port_alone_is_not_taken_since_nobody_knows_whom_it_lets_in() {
    assertThatThrownBy(() -> ListenAddress.parse(":9586"))
        .hasMessage(
            ":9586: name the address too: 127.0.0.1:9586 for this machine only, [::]:9586 for all");
  }

  @Test
  void only_addresses_of_this_machine_are_loopback_whatever_names_may_mean() {
    for (String text : new String[] {"127.0.0.1:1", "127.9.9.9:1", "[::1]:1", "localhost:1"}) {
      assertThat(ListenAddress.parse(text).isLoopback()).as(text).isTrue();
    }
    assertThat(new ListenAddress("::ffff:127.0.0.1", 1).isLoopback()).isTrue();
    for (String text :
        new String[] {"0.0.0.0:1", "[::]:1", "10.0.0.1:1", "[fe80::1]:1", "loopback:1"}) {
      assertThat(ListenAddress.parse(text).isLoopback()).as(text).isFalse();
    }
  }

  @Test
  void a_name_that_nobody_knows_is_told_when_it_is_looked_up() {
    ListenAddress address = ListenAddress.parse("no-such-host.invalid:9586");
    assertThatThrownBy(address::resolve)
        .isInstanceOf(IOException.class)
        .hasMessage("no-such-host.invalid:9586: its name is not known");
  }
}
