package org.vpnledger.flow.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.vpnledger.flow.Corpus;
import org.vpnledger.flow.FlowRecord;
import org.vpnledger.flow.capture.CaptureException;
import org.vpnledger.flow.capture.PacketFile;
import org.vpnledger.flow.decode.Fault;
import org.vpnledger.flow.peer.DatedOwners;
import org.vpnledger.flow.table.Flow;
import org.vpnledger.flow.table.Timeouts;

final class FileReadingTest {
  /** From 192.0.2.1 to 192.0.2.2 by UDP, from port 4096 to 8192. */
  private static final byte[] PACKET =
      HexFormat.of().parseHex("4500001c00000000401100" + "00c0000201c0000202" + "1000200000080000");

  private static final String LINE = "192.0.2.1,4096,192.0.2.2,8192,17,28,1000000000,";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A pcap file of two packets, of which the second one's length can be a lie. */
  private static byte[] file(int secondLength) {
    ByteBuffer file = ByteBuffer.allocate(24 + 2 * (16 + PACKET.length)).putInt(0xa1b2c3d4);
    file.putInt(0x20004).putLong(0).putInt(65535).putInt(101);
    file.putInt(1).putInt(0).putInt(PACKET.length).putInt(PACKET.length).put(PACKET);
    return file.putInt(1).putInt(0).putInt(secondLength).putInt(PACKET.length).put(PACKET).array();
  }

  private FileReading.Result packets(byte[] file) throws IOException {
    return FileReading.packets(
        Channels.newChannel(new ByteArrayInputStream(file)), null, Channels.newChannel(out));
  }

  private FileReading.Result flows(byte[] file) throws IOException {
    return FileReading.flows(
        Channels.newChannel(new ByteArrayInputStream(file)),
        null,
        10,
        Timeouts.USUAL,
        DatedOwners.NOBODY,
        FileReadingTest::row,
        Channels.newChannel(out));
  }

  private static FlowRecord row(Flow flow) {
    return new FlowRecord(
        flow.startNs(),
        flow.endNs(),
        "gw",
        "",
        null,
        null,
        flow.direction(),
        flow.protocol(),
        flow.src(),
        flow.srcPort(),
        flow.dst(),
        flow.dstPort(),
        null,
        flow.packets(),
        flow.bytes(),
        flow.tcpFlags());
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.US_ASCII).lines().skip(1).toList();
  }

  @Test
  void a_whole_file_is_a_line_a_packet_or_a_line_a_flow() throws IOException {
    FileReading.Result expected = new FileReading.Result(2, 0, Map.of(), 0, 0);
    assertThat(packets(file(PACKET.length))).isEqualTo(expected);
    assertThat(lines()).containsExactly(LINE, LINE);
    out.reset();
    assertThat(flows(file(PACKET.length))).isEqualTo(expected);
    assertThat(lines())
        .containsExactly("1000000000,1000000000,gw,,,,,17,192.0.2.1,4096,192.0.2.2,8192,,2,56,0");
  }

  @Test
  void what_comes_before_the_damage_is_written() {
    assertThatExceptionOfType(CaptureException.class)
        .isThrownBy(() -> packets(file(1 << 30)))
        .withMessage("it is damaged at byte 68: a packet of 1073741824 bytes");
    assertThat(lines()).containsExactly(LINE);
    out.reset();
    assertThatExceptionOfType(CaptureException.class).isThrownBy(() -> flows(file(1 << 30)));
    assertThat(lines())
        .containsExactly("1000000000,1000000000,gw,,,,,17,192.0.2.1,4096,192.0.2.2,8192,,1,28,0");
  }

  @Test
  void packets_that_say_too_much_are_counted_by_reason_and_logged_as_far_as_they_are_true()
      throws IOException {
    byte[] file = file(20);
    int second = 24 + 16 + PACKET.length;
    FileReading.Result cut = packets(Arrays.copyOf(file, second + 16 + 20));
    assertThat(cut)
        .isEqualTo(new FileReading.Result(2, 0, Map.of(Fault.SHORT_TRANSPORT_HEADER, 1L), 0, 0));
    assertThat(lines()).containsExactly(LINE, "192.0.2.1,,192.0.2.2,,17,28,1000000000,");
  }

  @Test
  void whatever_a_file_says_its_lines_have_as_many_fields_as_their_header() throws IOException {
    RandomGenerator random = new Random(20261129);
    int lines = 0;
    for (byte[] seed : Corpus.of(PacketFile.class, "files.hex")) {
      for (int round = 0; round < 60; round++) {
        byte[] file = Corpus.mutated(seed, random);
        lines += fields(() -> packets(file)) + fields(() -> flows(file));
      }
    }
    assertThat(lines).isGreaterThan(500);
  }

  private interface Reading {
    FileReading.Result read() throws IOException;
  }

  private int fields(Reading reading) throws IOException {
    out.reset();
    try {
      reading.read();
    } catch (CaptureException e) {
      assertThat(e.getMessage()).doesNotContainPattern("\\p{Cntrl}");
    }
    List<String> lines = out.toString(StandardCharsets.US_ASCII).lines().toList();
    int fields = lines.getFirst().split(",", -1).length;
    assertThat(lines).allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(fields));
    return lines.size() - 1;
  }
}
