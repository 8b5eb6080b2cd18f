package org.vpnledger.source.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnledger.vpn.Counters;

/** What a server says unasked; the lines are those of 2.6. */
class NoticeTest {
  private static final List<String> LINES =
      List.of(
          ">INFO:OpenVPN Management Interface Version 5 -- type 'help' for more info",
          ">BYTECOUNT_CLI:12,1866,1950",
          ">CLIENT:ESTABLISHED,0",
          ">CLIENT:ENV,common_name=alice",
          ">CLIENT:CONNECT,0,1",
          ">CLIENT:ADDRESS,0,10.8.0.2,1",
          ">HOLD:Waiting for hold release:0",
          ">PASSWORD:Need 'Private Key' password",
          ">NOTIFY:info,remote-exit,EXIT",
          "SUCCESS: bytecount interval changed",
          "END");

  private static Notice parsed(String line) {
    Notice notice = Notice.parse(line.getBytes(StandardCharsets.UTF_8));
    assertThat(notice).isNotNull();
    return notice == null ? new Notice.Other() : notice;
  }

  @Test
  void bytes_of_a_connection_are_counted() {
    assertThat(parsed(">BYTECOUNT_CLI:12,1866,1950"))
        .isEqualTo(new Notice.ByteCount(12, new Counters(1866, 1950)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ">BYTECOUNT_CLI:12,1866",
        ">BYTECOUNT_CLI:12,1866,1950,3",
        ">BYTECOUNT_CLI:-1,1,1",
        ">BYTECOUNT_CLI:1,1,99999999999999999999",
        ">BYTECOUNT_CLI:,,",
        ">BYTECOUNT:1,2",
        ">CLIENT:",
        ">",
      })
  void what_is_no_count_is_passed_over(String line) {
    assertThat(parsed(line)).isEqualTo(new Notice.Other());
  }

  @Test
  void somebody_who_comes_in_is_noticed() {
    assertThat(parsed(">CLIENT:ESTABLISHED,0")).isEqualTo(new Notice.Established());
    assertThat(parsed(">CLIENT:ENV,common_name=alice")).isEqualTo(new Notice.Other());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ">CLIENT:CONNECT,0,1",
        ">CLIENT:REAUTH,0,1",
        ">HOLD:Waiting for hold release:0",
        ">PASSWORD:Need 'Private Key' password",
        ">NEED-OK:Need 'token-insertion-request' confirmation MSG:x",
        ">RSA_SIGN:YWJj",
        ">PK_SIGN:YWJj,RSA_PKCS1_PADDING",
      })
  void what_waits_for_a_decision_is_another_programs(String line) {
    assertThat(parsed(line)).isInstanceOf(Notice.Demand.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "END", "SUCCESS: x", "CLIENT_LIST\t>alice", "ERROR: x"})
  void answers_are_no_notices(String line) {
    assertThat(Notice.parse(line.getBytes(StandardCharsets.UTF_8))).isNull();
  }

  @Test
  void mutated_lines_are_read_or_passed_over() {
    Random random = new Random(20261128);
    for (int i = 0; i < 50_000; i++) {
      byte[] line = LINES.get(i % LINES.size()).getBytes(StandardCharsets.UTF_8);
      for (int change = random.nextInt(4); change >= 0; change--) {
        line[random.nextInt(line.length)] = (byte) random.nextInt(256);
      }
      if (Notice.parse(line) instanceof Notice.ByteCount(long id, Counters counters)) {
        assertThat(id).isNotNegative();
        assertThat(counters.rxBytes()).isNotNegative();
      }
    }
  }
}
