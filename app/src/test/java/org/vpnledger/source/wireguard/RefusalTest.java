package org.vpnledger.source.wireguard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vpnledger.source.wireguard.Refusal.Reason;

final class RefusalTest {
  private static @Nullable String told(String line) {
    Refusal refusal = Refusal.parse(line);
    return refusal == null
        ? null
        : refusal.at().kind()
            + " "
            + refusal.at().name()
            + " "
            + refusal.reason()
            + " "
            + refusal.endpoint();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Invalid MAC of handshake, dropping packet from 192.0.2.2:4444 | MAC 192.0.2.2:4444
          Invalid handshake initiation from 192.0.2.2:36437             | INITIATION 192.0.2.2:36437
          Invalid handshake response from 192.0.2.2:51820               | RESPONSE 192.0.2.2:51820
          Dropping handshake packet from 192.0.2.2:1                    | OVERLOAD 192.0.2.2:1
          Invalid handshake initiation from [2001:db8::2]:4444/0%0      | INITIATION [2001:db8::2]:4444
          Invalid handshake initiation from [fe80::2]:4444/0%7          | INITIATION [fe80::2%7]:4444
          Invalid handshake initiation from [2001:db8::2]:4444/74565%0  | INITIATION [2001:db8::2]:4444
          """)
  void each_way_of_refusing_has_its_reason_and_address(String line, String expected) {
    assertThat(told("wireguard: wg0: " + line)).isEqualTo("wireguard wg0 " + expected);
    assertThat(told("amneziawg: awg-1.x: " + line)).isEqualTo("amneziawg awg-1.x " + expected);
  }

  @Test
  void what_dynamic_debug_may_put_in_front_is_passed_over() {
    String line = "wireguard: wg0: Dropping handshake packet from 192.0.2.2:4444";
    for (String before :
        List.of(
            "wg_packet_receive: ",
            "[45] wireguard:wg_packet_receive:573: ",
            "<intr> wireguard:wg_packet_receive:drivers/net/wireguard/receive.c:573: ")) {
      assertThat(told(before + line)).isEqualTo(told(line)).isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          wireguard: wg0: Receiving handshake initiation from peer 1 (192.0.2.2:4444)
          wireguard: wg0: Sending cookie response for denied handshake message for 192.0.2.2:4444
          wireguard: wg0: Packet has unallowed src IP (10.0.0.9) from peer 1 (192.0.2.2:4444)
          wireguard: wg0: Could not decrypt invalid cookie response
          wireguard: wg0: Invalid IP packet
          wireguard: wg0: Invalid handshake from 192.0.2.2:4444
          wireguard: wg0: Invalid handshake initiation from (invalid address)
          wireguard: wg0: Invalid handshake initiation from 192.0.2.2
          wireguard: wg0: Invalid handshake initiation from 192.0.2.2:4444 and more
          wireguard: wg0: Invalid handshake initiation from 192.0.2.2:65536
          wireguard: wg0: Invalid handshake initiation from [192.0.2.2]:4444
          wireguard: wg0: Invalid handshake initiation from [fe80::2%eth0]:4444
          wireguard: wg\\x0a0: Invalid handshake initiation from 192.0.2.2:4444
          wireguard: a-name-too-long0: Invalid handshake initiation from 192.0.2.2:4444
          wireguard: ..: Invalid handshake initiation from 192.0.2.2:4444
          process said: wireguard: wg0: Invalid handshake initiation from 192.0.2.2:4444
          openvpn: wg0: Invalid handshake initiation from 192.0.2.2:4444
          """)
  void whatever_is_no_refusal_is_none(String line) {
    assertThat(Refusal.parse(line)).isNull();
  }

  /** Whoever may name an interface, or write to the log, can inject nothing. */
  @Test
  void mutated_lines_are_read_within_bounds_or_refused() {
    RandomGenerator random = new Random(20260601);
    String telling = " :,[]%/.\\x0a;from";
    int understood = 0;
    for (Reason reason : Reason.values()) {
      for (String from : List.of("192.0.2.2:4444", "[fe80::2]:4444/0%7")) {
        String seed = "wireguard: wg0: " + reason.line() + " from " + from;
        for (int i = 0; i < 4_000; i++) {
          StringBuilder line = new StringBuilder(seed);
          for (int n = random.nextInt(1, 4); n > 0; n--) {
            char c = telling.charAt(random.nextInt(telling.length()));
            int at = random.nextInt(line.length());
            switch (random.nextInt(4)) {
              case 0 -> line.setCharAt(at, c);
              case 1 -> line.setCharAt(at, (char) random.nextInt(32, 127));
              case 2 -> line.insert(at, line.substring(random.nextInt(line.length())));
              default -> line.deleteCharAt(at);
            }
          }
          Refusal refusal = Refusal.parse(line.toString());
          if (refusal != null) {
            understood++;
            assertThat(InterfaceName.isValid(refusal.at().name())).isTrue();
            assertThat(refusal.endpoint().toString()).matches("[0-9a-fA-F.:%\\[\\]]{3,70}");
          }
        }
      }
    }
    assertThat(understood).isPositive();
  }
}
