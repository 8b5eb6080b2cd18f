package org.vpnledger.kernel.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vpnledger.kernel.log.DynamicDebug.Setting;

final class DynamicDebugTest {
  /** From Linux 6.12, shortened. */
  private static final String LIST =
      """
      # filename:lineno [module]function flags format
      net/core/dev.c:1 [dev]netif =p "%s: Invalid something\\012"
      drivers/net/wireguard/receive.c:573 [wireguard]wg_packet_receive =_ "%s: Dropping handshake packet from %pISpfsc\\012"
      drivers/net/wireguard/receive.c:131 [wireguard]wg_receive_handshake_packet =_ "%s: Invalid MAC of handshake, dropping packet from %pISpfsc\\012"
      drivers/net/wireguard/send.c:31 [wireguard]wg_packet_send =p "%s: Sending handshake initiation to peer %llu (%pISpfsc)\\012"
      """;

  private static Setting of(String list, String module, String text) {
    try (BufferedReader reader = new BufferedReader(new StringReader(list))) {
      return DynamicDebug.of(reader, module, List.of(text));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void only_lines_of_that_module_with_that_text_count() {
    assertThat(of(LIST, "wireguard", "Invalid")).isEqualTo(Setting.OFF);
    assertThat(of(LIST, "wireguard", "Sending")).isEqualTo(Setting.ON);
    assertThat(of(LIST, "wireguard", "wg_packet_send")).isEqualTo(Setting.UNKNOWN);
    assertThat(of(LIST, "amneziawg", "Invalid")).isEqualTo(Setting.UNKNOWN);
  }

  @Test
  void one_that_is_written_among_others_that_are_not_is_enough() {
    String list = LIST.replace("handshake_packet =_", "handshake_packet =pmf");
    assertThat(of(list, "wireguard", "handshake")).isEqualTo(Setting.ON);
  }

  @Test
  void what_is_no_such_line_is_passed_over() {
    for (String odd : List.of("", "\n\n", " [wireguard]", " [wireguard]x =", " [wireguard]x =p")) {
      assertThat(of(odd, "wireguard", "Invalid")).as(odd).isEqualTo(Setting.UNKNOWN);
    }
  }
}
