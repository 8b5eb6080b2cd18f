package org.vpnledger.flow.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class DnsParserTest {
  /** An answer for example.com: a CNAME to www.example.com, compressed, and its address. */
  private static final byte[] ANSWER =
      HexFormat.of()
          .parseHex(
              "123481800001000200000000076578416d706c6503636f6d0000010001"
                  + "c00c000500010000003c000603777777c00c"
                  + "c029000100010000003c0004c0000201");

  @Test
  void a_message_is_read_whole_and_names_in_lower_case() {
    DnsMessage message = Objects.requireNonNull(DnsParser.parse(ANSWER));
    assertThat(message.id()).isEqualTo(0x1234);
    assertThat(message.isResponse()).isTrue();
    assertThat(message.questions().getFirst().name()).isEqualTo("example.com");
    assertThat(message.answers().getFirst().target()).isEqualTo("www.example.com");
    assertThat(message.answers().get(1).name()).isEqualTo("www.example.com");
    assertThat(message.answers().get(1).address()).hasToString("192.0.2.1");
  }

  @Test
  void what_ends_early_or_goes_on_is_none() {
    for (int length = 0; length < ANSWER.length; length++) {
      assertThat(DnsParser.parse(Arrays.copyOf(ANSWER, length))).isNull();
    }
    assertThat(DnsParser.parse(Arrays.copyOf(ANSWER, ANSWER.length + 1))).isNull();
  }

  @Test
  void pointers_to_themselves_forward_or_in_long_rows_are_none() {
    assertThat(DnsParser.parse(question("c00c"))).isNull();
    assertThat(DnsParser.parse(question("c00e00"))).isNull();
    assertThat(DnsParser.parse(pointers(100))).isNotNull();
    assertThat(DnsParser.parse(pointers(200))).isNull();
  }

  /**
   * A record whose data is a row of pointers, each to the one before, and one with the last's name.
   */
  private static byte[] pointers(int count) {
    int first = 23; // the record's data
    ByteBuffer bytes = ByteBuffer.allocate(first + 2 + 2 * count + 12);
    bytes.putShort(2, (short) 0x8000).putShort(6, (short) 2).position(13);
    bytes.putShort((short) 10).putShort((short) 1).putInt(0).putShort((short) (2 + 2 * count));
    bytes.putShort((short) 0);
    for (int i = 0; i <= count; i++) {
      bytes.putShort((short) (0xc000 | first + 2 * i));
    }
    return bytes.array();
  }

  private static byte[] question(String name) {
    return HexFormat.of().parseHex("000001000001000000000000" + name + "00010001");
  }

  @Test
  void mutated_messages_are_read_or_none_and_never_throw() {
    RandomGenerator random = new Random(20260107);
    int read = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = Arrays.copyOf(ANSWER, ANSWER.length - random.nextInt(2));
      for (int n = random.nextInt(1, 4); n > 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      read += DnsParser.parse(bytes) == null ? 0 : 1;
    }
    assertThat(read).isGreaterThan(1000);
  }
}
