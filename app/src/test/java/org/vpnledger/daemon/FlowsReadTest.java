package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flows of a file of packets, with whose they are. */
class FlowsReadTest {
  private static final int CLIENT = 0x0a080002;
  private static final int RESOLVER = 0x0a080001;
  private static final int SERVER = 0xc0000250; // 192.0.2.80

  @TempDir Path folder;
  private Prompt user;

  @BeforeEach
  void write_a_file() throws IOException {
    user = new Prompt(folder);
    ByteBuffer file = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putLong(0);
    file.putInt(65_535).putInt(101);
    long at = SmallLedger.START.plusSeconds(3600).getEpochSecond();
    add(file, at, udp(RESOLVER, 53, CLIENT, 40_000, answer()));
    add(file, at + 1, udp(CLIENT, 40_001, SERVER, 443, new byte[10]));
    Files.write(folder.resolve("packets.pcap"), Arrays.copyOf(file.array(), file.position()));
  }

  private static void add(ByteBuffer file, long second, byte[] packet) {
    file.putInt((int) second).putInt(0).putInt(packet.length).putInt(packet.length).put(packet);
  }

  private static byte[] udp(int src, int srcPort, int dst, int dstPort, byte[] payload) {
    return ByteBuffer.allocate(28 + payload.length)
        .putShort((short) 0x4500)
        .putShort((short) (28 + payload.length))
        .putInt(0)
        .putInt(64 << 24 | 17 << 16)
        .putInt(src)
        .putInt(dst)
        .putShort((short) srcPort)
        .putShort((short) dstPort)
        .putInt((8 + payload.length) << 16)
        .put(payload)
        .array();
  }

  /** {@code www.example.com A 192.0.2.80}, for a minute. */
  private static byte[] answer() {
    ByteBuffer message = ByteBuffer.allocate(49);
    message.putShort((short) 7).putShort((short) 0x8180);
    message.putShort((short) 1).putShort((short) 1).putInt(0);
    for (String label : List.of("www", "example", "com")) {
      message.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
    }
    message.put((byte) 0).putInt(1 << 16 | 1);
    message.putShort((short) 0xc00c).putInt(1 << 16 | 1).putInt(60).putShort((short) 4);
    return message.putInt(SERVER).array();
  }

  private List<String> flows(String... more) throws IOException {
    Path out = folder.resolve("flows.csv");
    List<String> words =
        new ArrayList<>(List.of("flows", "read", folder.resolve("packets.pcap").toString(), "-o"));
    words.add(out.toString());
    words.addAll(List.of(more));
    Prompt.Answer answer = user.run(words.toArray(String[]::new));
    assertThat(answer.code()).isZero();
    List<String> lines = new ArrayList<>(Files.readAllLines(out));
    lines.removeFirst();
    answer.err().lines().forEach(lines::add);
    return lines;
  }

  private static String line(String rest, long seconds) {
    Instant at = SmallLedger.START.plusSeconds(3600 + seconds);
    return "%1$d000000000,%1$d000000000,gw1,%2$s".formatted(at.getEpochSecond(), rest);
  }

  @Test
  void a_flow_has_the_name_that_was_looked_up_in_the_file_itself() throws IOException {
    assertThat(flows())
        .containsExactlyInAnyOrder(
            line(",,,,17,10.8.0.1,53,10.8.0.2,40000,,1,77,0", 0),
            line(",,,,17,10.8.0.2,40001,192.0.2.80,443,www.example.com,1,38,0", 1));
  }

  @Test
  void with_a_tunnel_flows_are_the_peers_who_had_the_address_then_by_the_ledger()
      throws IOException {
    SmallLedger.write(user.data);
    String last = "wg0," + SmallLedger.NOBODY.text() + ","; // all have one address, the last has it
    assertThat(flows("--tunnel", "wg0"))
        .containsExactlyInAnyOrder(
            line(last + ",,17,10.8.0.1,53,10.8.0.2,40000,,1,77,0", 0),
            line(last + ",,17,10.8.0.2,40001,192.0.2.80,443,www.example.com,1,38,0", 1));
  }

  @Test
  void of_a_tunnel_that_the_ledger_does_not_know_the_flows_are_nobody_s_and_that_is_told()
      throws IOException {
    assertThat(flows("--tunnel", "wg0").getLast())
        .contains("there is no ledger in " + user.data + ": whose the packets are is not known");
    SmallLedger.write(user.data);
    assertThat(flows("--tunnel", "wg9").getLast())
        .contains("the ledger knows no peers of a tunnel 'wg9'");
  }
}
