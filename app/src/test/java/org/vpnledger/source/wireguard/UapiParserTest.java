package org.vpnledger.source.wireguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Presence.LastHandshake;

class UapiParserTest {
  private static final String PEER = "public_key=" + "ab".repeat(32) + "\n";
  private static final String END = "errno=0\n\n";

  @Test
  void an_answer_cut_anywhere_is_refused() {
    String whole = Golden.text("office.uapi");
    for (int length = 0; length < whole.length(); length++) {
      refused(whole.substring(0, length));
    }
  }

  @Test
  void an_errno_other_than_zero_is_refused() {
    assertThatThrownBy(() -> Golden.uapi("errno=-1\n\n"))
        .isInstanceOf(MalformedReadException.class)
        .hasMessageContaining("errno 1");
    refused(PEER + "errno=2\n\n");
  }

  @Test
  void an_answer_without_errno_is_refused() {
    refused(PEER + "\n");
  }

  @Test
  void what_follows_the_end_is_refused() {
    refused(PEER + END + "x");
    refused(END + END);
    refused("errno=0\nrx_bytes=1\n\n");
  }

  @Test
  void a_line_without_a_value_is_refused() {
    refused("listen_port\n" + END);
    refused("listen_port=\n" + END);
  }

  @Test
  void a_peers_value_before_any_peer_is_refused() {
    refused("rx_bytes=1\n" + END);
  }

  @Test
  void a_peer_listed_twice_is_refused() {
    refused(PEER + PEER + END);
  }

  @Test
  void numbers_that_overflow_are_refused() throws Exception {
    refused(PEER + "rx_bytes=9223372036854775808\n" + END);
    refused(PEER + "rx_bytes=99999999999999999999999\n" + END);
    refused(PEER + "rx_bytes=-1\n" + END);
    refused("listen_port=65536\n" + END);
    refused("fwmark=4294967296\n" + END);
    refused(PEER + "last_handshake_time_sec=9223372036854775807\n" + END);
    assertThat(Golden.uapi(PEER + "rx_bytes=9223372036854775807\n" + END).connections())
        .singleElement()
        .extracting("counters")
        .isEqualTo(new Counters(Long.MAX_VALUE, 0));
  }

  @Test
  void malformed_keys_endpoints_and_networks_are_refused() {
    refused("public_key=abc\n" + END);
    refused("public_key=" + "zz".repeat(32) + "\n" + END);
    refused("private_key=" + "a".repeat(63) + "\n" + END);
    refused("private_key=" + "zz".repeat(32) + "\n" + END);
    refused(PEER + "endpoint=example.org:1\n" + END);
    refused(PEER + "allowed_ip=10.0.0.0/33\n" + END);
    refused(PEER + "allowed_ip=10.0.0.0\n" + END);
    refused(PEER + "allowed_ip=/1\n" + END);
  }

  @Test
  void an_unknown_key_is_ignored() throws Exception {
    assertThat(Golden.uapi("protocol_version=1\nsomething_new=\n" + PEER + END).connections())
        .hasSize(1);
  }

  @Test
  void boringtuns_own_public_key_is_the_devices() throws Exception {
    String key = Golden.uapi("own_public_key=" + "00".repeat(32) + "\n" + END).device().publicKey();
    assertThat(key).isEqualTo("A".repeat(43) + "=");
  }

  @Test
  void a_private_key_of_zeros_is_none() throws Exception {
    assertThat(Golden.uapi("private_key=" + "00".repeat(32) + "\n" + END).device().publicKey())
        .isNull();
  }

  @Test
  void an_age_of_less_than_a_second_is_not_never() throws Exception {
    String young = "last_handshake_time_sec=0\nlast_handshake_time_nsec=5\n";
    assertThat(Golden.uapi(PEER + young + END).connections().getFirst().presence())
        .isEqualTo(new LastHandshake(Instant.parse("2026-11-20T13:22:50Z")));
  }

  @Test
  void a_refusal_never_repeats_what_was_read() {
    assertThatThrownBy(() -> Golden.uapi("private_key=SECRET\n" + END))
        .message()
        .doesNotContain("SECRET");
    assertThatThrownBy(() -> Golden.uapi(PEER + "endpoint=\u001b[31mSECRET\n" + END))
        .message()
        .doesNotContain("SECRET");
  }

  private static void refused(String answer) {
    assertThatThrownBy(() -> Golden.uapi(answer))
        .as(answer)
        .isInstanceOf(MalformedReadException.class);
  }

  @Test
  void lines_that_are_those_of_the_last_read_are_not_read_again_and_mean_the_same()
      throws Exception {
    String answer = Golden.text("office.uapi");
    KnownBlocks known = new KnownBlocks();
    Snapshot first = Golden.uapi(answer, known);
    Snapshot again = Golden.uapi(answer, known);
    assertThat(again).isEqualTo(first).isEqualTo(Golden.uapi(answer));
    for (int i = 0; i < first.connections().size(); i++) {
      assertThat(again.connections().get(i)).isSameAs(first.connections().get(i));
    }
  }

  @Test
  void peers_that_change_come_and_go_are_noticed_among_known_ones() throws Exception {
    String answer = Golden.text("office.uapi");
    int second = answer.indexOf("public_key=", answer.indexOf("public_key=") + 1);
    int third = answer.indexOf("public_key=", second + 1);
    String without = answer.substring(0, second) + answer.substring(third);
    String changed = answer.replaceFirst("rx_bytes=\\d+", "rx_bytes=987654321");
    KnownBlocks known = new KnownBlocks();
    for (String next : List.of(answer, changed, without, answer, changed, answer)) {
      assertThat(Golden.uapi(next, known)).isEqualTo(Golden.uapi(next));
    }
  }

  @Test
  void a_longer_block_is_not_taken_for_the_known_one_that_it_begins_with() throws Exception {
    String answer = Golden.text("office.uapi");
    int end = answer.indexOf("errno=");
    String longer = answer.substring(0, end) + "allowed_ip=10.200.0.1/32\n" + answer.substring(end);
    KnownBlocks known = new KnownBlocks();
    Golden.uapi(answer, known);
    assertThat(Golden.uapi(longer, known)).isEqualTo(Golden.uapi(longer));
    assertThat(Golden.uapi(answer, known)).isEqualTo(Golden.uapi(answer));
  }
}
