package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vpnledger.lab.PacketFiles.Link;
import org.vpnledger.lab.PacketFiles.Packet;

/** What {@code flows read} says of a file of packets, tshark says too, field by field. */
@RequiresTools("tshark")
@Timeout(300)
final class FlowFilesTest {
  private static final long BEGIN = 1_769_817_600_123_456_789L;
  private static final List<ByteOrder> ORDERS =
      List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN);
  private static final String HEADER = "src,src_port,dst,dst_port,l3_protocol,size,timestamp,dns";

  private final Folder folder = Folder.create();

  @BeforeAll
  static void the_program_is_built() {
    assertThat(Program.IS_BUILT).as(Program.UNBUILT).isTrue();
  }

  @AfterEach
  void remove() {
    folder.close();
  }

  /** Some of them cut off, as by {@code tcpdump -s}. */
  private static List<Packet> packets(int groups) {
    RandomGenerator random = new Random(20261129);
    PacketMaker maker = new PacketMaker(20261129);
    List<Packet> packets = new ArrayList<>();
    long time = BEGIN;
    for (int group = 0; group < groups; group++) {
      for (byte[] bytes : maker.next()) {
        int kept = group % 7 == 0 ? random.nextInt(1, bytes.length + 1) : bytes.length;
        int header = bytes[0] >>> 4 == 4 ? 4 * (bytes[0] & 0xf) : bytes[6] == 44 ? 48 : 40;
        // Of what is cut off within options, or this header, or SCTP's, tshark says less.
        if (kept >= 20 && kept < header) {
          kept = header;
        } else if (PacketMaker.isSctp(bytes)) {
          kept = bytes.length;
        }
        time += random.nextInt(10_000_000);
        packets.add(new Packet(bytes, kept, time, group));
      }
    }
    return packets;
  }

  private Path file(byte[]... parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return Files.write(folder.resolve("packets"), all.toByteArray());
  }

  private Command.Result read(String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(Surroundings.launcher().toString());
    words.addAll(List.of("--data-dir", folder.resolve("data").toString(), "flows", "read"));
    words.addAll(List.of(arguments));
    return Command.of(words).run();
  }

  private static List<String> expectedPackets(List<SeenPacket> packets) {
    List<String> lines = new ArrayList<>();
    lines.add(HEADER);
    packets.forEach(packet -> lines.add(packet.line()));
    return lines;
  }

  private void check(Path file) {
    List<String> expected = expectedPackets(Tshark.read(file));
    assertThat(expected)
        .hasSizeGreaterThan(400)
        .filteredOn(line -> !line.endsWith(",")) // with DNS
        .hasSizeGreaterThan(20);
    Command.Result result = read(file.toString(), "--format", "packets");
    assertThat(result.out().lines()).containsExactlyElementsOf(expected);
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err().lines())
        .allMatch(line -> line.matches(".*: \\d+ packets (with .*|are not IP)"));
  }

  @Test
  void pcap_files_of_every_link_type_byte_order_and_resolution() throws IOException {
    List<Packet> packets = packets(400);
    int turn = 0; // through orders and resolutions
    for (Link link : Link.values()) {
      check(file(PacketFiles.pcap(ORDERS.get(turn % 2), turn / 2 % 2 == 0, link, packets)));
      turn++;
    }
  }

  @Test
  void pcapng_files_of_several_sections_and_interfaces() throws IOException {
    List<Packet> packets = packets(400);
    check(
        file(
            PacketFiles.pcapng(ORDERS.getFirst(), packets.subList(0, 200)),
            PacketFiles.pcapng(ORDERS.getLast(), packets.subList(200, packets.size()))));
  }

  @Test
  void of_an_interface_that_cannot_be_read_the_packets_are_counted_and_all_others_read()
      throws IOException {
    Path file =
        file(
            PacketFiles.usbSection(),
            PacketFiles.pcapng(ORDERS.getLast(), packets(20)),
            PacketFiles.usbSection());
    Command.Result result = read(file.toString(), "--format", "packets");
    assertThat(result.out().lines()).containsExactlyElementsOf(expectedPackets(Tshark.read(file)));
    assertThat(result.err())
        .contains(file + ": 2 packets of link type 189 cannot be read: raw IP, Ethernet");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void standard_input_and_a_file_that_ends_in_the_middle_of_a_packet() throws IOException {
    for (byte[] whole :
        List.of(
            PacketFiles.pcap(ORDERS.getLast(), true, Link.RAW, packets(50)),
            PacketFiles.pcapng(ORDERS.getLast(), packets(50)))) {
      Path file = file(whole);
      String script = "cat \"$1\" | \"$0\" flows read - --format packets";
      String launcher = Surroundings.launcher().toString();
      assertThat(Command.of("sh", "-c", script, launcher, file.toString()).output().lines())
          .containsExactlyElementsOf(expectedPackets(Tshark.read(file)));

      Path cut = file(Arrays.copyOf(whole, whole.length - 10));
      Command.Result result = read(cut.toString(), "--format", "packets");
      assertThat(result.out().lines()).containsExactlyElementsOf(expectedPackets(Tshark.read(cut)));
      assertThat(result.err()).contains(cut + ": it ends in the middle of a packet");
      assertThat(result.exitCode()).isEqualTo(1);
    }
  }

  /** What went on in one direction between two ports. */
  private record Sum(long packets, long bytes, long startNs, long endNs, int tcpFlags) {
    Sum plus(Sum more) {
      return new Sum(
          packets + more.packets,
          bytes + more.bytes,
          Math.min(startNs, more.startNs),
          Math.max(endNs, more.endNs),
          tcpFlags | more.tcpFlags);
    }
  }

  @Test
  void flows_are_the_sums_of_their_packets() throws IOException {
    Path file = file(PacketFiles.pcap(ORDERS.getLast(), true, Link.RAW, packets(1000)));
    TreeMap<String, Sum> expected = new TreeMap<>();
    for (SeenPacket one : Tshark.read(file)) {
      String dstPort = one.icmp().isEmpty() ? one.dstPort() : one.icmp();
      expected.merge(
          String.join(" ", one.protocol(), one.src(), one.srcPort(), one.dst(), dstPort),
          new Sum(1, one.size(), one.timeNs(), one.timeNs(), one.tcpFlags()),
          Sum::plus);
    }
    TreeMap<String, Sum> actual = new TreeMap<>();
    Command.Result result = read(file.toString(), "--format", "flows", "--tunnel", "wg0");
    for (String line : result.out().lines().skip(1).toList()) {
      String[] fields = line.split(",", -1);
      assertThat(fields).hasSize(16);
      assertThat(fields[3]).isEqualTo("wg0");
      actual.merge(
          String.join(" ", fields[7], fields[8], fields[9], fields[10], fields[11]),
          new Sum(
              Long.parseLong(fields[13]),
              Long.parseLong(fields[14]),
              Long.parseLong(fields[0]),
              Long.parseLong(fields[1]),
              Integer.parseInt(fields[15])),
          Sum::plus);
    }
    assertThat(actual).isEqualTo(expected).hasSizeGreaterThan(300);
    assertThat(result.exitCode()).as(result.err()).isZero();
  }
}
