package org.vpnledger.flow.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.vpnledger.flow.decode.Decoding;
import org.vpnledger.kernel.packet.Way;

final class PacketLinesTest {
  private static final String QUERY = "123401000001000000000000" + "0161000001" + "0001";
  private static final String ADDRESSES = "c0000201c6336401";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final PacketLines lines = new PacketLines(Channels.newChannel(out));
  private final Decoding decoding = new Decoding(0, null, true, lines);

  private void packet(String hex, long time) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    int type = bytes[0] >>> 4 == 4 ? 0x0800 : 0x86dd;
    decoding.packet(
        MemorySegment.ofArray(bytes), 0, bytes.length, bytes.length, time, type, Way.UNKNOWN);
  }

  private String written() {
    lines.flush();
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String query(int sequence, String payload, String flags) {
    int total = 40 + payload.length() / 2;
    return "4500%04x00000000400600".formatted(total)
        + "00"
        + ADDRESSES
        + "d4310035%08x00000000%s00000000000000".formatted(sequence, "50" + flags).substring(0, 40)
        + payload;
  }

  @Test
  void lines_are_those_of_the_seed() {
    packet(
        "4500002e0000000040110000" + ADDRESSES + "d4310035001a0000" + QUERY.substring(0, 34) + "00",
        7);
    packet("4500001c0000000040010000" + ADDRESSES + "0800000000000000", 1_700_000_000_123_456_789L);
    packet(
        "6000000000083a40"
            + "20010db8"
            + "0".repeat(23)
            + "1"
            + "0".repeat(20)
            + "ffff"
            + "c0000201"
            + "8000000000000000",
        1_700_000_000_000_000_001L);
    packet("00", 1);
    assertThat(written())
        .isEqualTo(
            """
            src,src_port,dst,dst_port,l3_protocol,size,timestamp,dns
            192.0.2.1,54321,198.51.100.1,53,17,46,7,
            192.0.2.1,,198.51.100.1,,1,28,1700000000123456789,
            2001:db8::1,,::ffff:192.0.2.1,,58,48,1700000000000000001,
            """);
    assertThat(lines.count()).isEqualTo(3);
    assertThat(lines.bytes()).isEqualTo(out.size());
  }

  @Test
  void dns_over_tcp_is_whole_in_the_line_of_the_segment_that_ends_it() {
    String message = "0013" + QUERY;
    packet(query(100, "", "02"), 1_000_000_000L);
    packet(query(101, message.substring(0, 20), "18"), 1_000_000_001L);
    packet(query(101, message.substring(0, 20), "18"), 1_000_000_002L); // once more
    packet(query(111, message.substring(20) + message, "18"), 1_000_000_003L);
    packet(query(5, "", "02"), 1_000_000_004L); // another connection of the same ports
    packet(query(6, message, "18"), 1_000_000_005L);
    String base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(QUERY));
    assertThat(written().lines().skip(1).map(line -> line.substring(line.lastIndexOf(',') + 1)))
        .containsExactly("", "", "", base64 + ";" + base64, "", base64);
  }

  @Test
  void numbers_are_those_of_java() {
    RandomGenerator random = new Random(20260107);
    Lines numbers = new Lines(Channels.newChannel(out), "numbers");
    StringBuilder expected = new StringBuilder("numbers\n");
    for (int i = 0; i < 50_000; i++) {
      long number = random.nextLong() >>> (1 + random.nextInt(63));
      long time = random.nextLong() >>> (1 + random.nextInt(63));
      numbers.begin(64);
      numbers.number(number);
      numbers.comma();
      numbers.nanos(time);
      numbers.end();
      expected.append(number).append(',').append(time).append('\n');
    }
    numbers.flush();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(expected.toString());
  }
}
