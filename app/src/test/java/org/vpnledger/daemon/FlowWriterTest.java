package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.config.Settings;
import org.vpnledger.flow.Direction;
import org.vpnledger.flow.decode.DnsMessage;
import org.vpnledger.flow.decode.Packet;
import org.vpnledger.flow.decode.Packets;
import org.vpnledger.flow.peer.PeerTable;
import org.vpnledger.flow.policy.Destinations;
import org.vpnledger.flow.policy.Level;
import org.vpnledger.flow.policy.Policy;
import org.vpnledger.flow.policy.PolicySettings;
import org.vpnledger.flow.policy.Rule;
import org.vpnledger.flow.table.Flow;
import org.vpnledger.flow.table.Label;
import org.vpnledger.vpn.Address;
import org.vpnledger.vpn.TunnelId;

/** What is written of packets, flows and answers of DNS under a policy, and what is not. */
class FlowWriterTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_764_400_000);
  private static final Heard WG0 = new Heard(new TunnelId("kernel", "wg0"), "wg0");
  private static final PeerTable.Owner ALICE = new PeerTable.Owner("alice-key", "Alice");
  private static final PeerTable.Owner EMMA = new PeerTable.Owner("emma-key", "Emma");
  private static final Rule NOTHING_OF_EMMA = new Rule("Emma", null, null, Level.NONE, null, null);

  @TempDir Path folder;
  private Settings settings;
  private FlowSealing sealing;

  @BeforeEach
  void make_a_log() throws IOException {
    settings = new Folders(folder.resolve("data"), folder.resolve("log"), NOW).settings();
    sealing = new FlowSealing(settings, () -> NOW);
  }

  private FlowWriter writer(Level level, Destinations destinations, Rule... rules)
      throws IOException {
    Policy policy = new Policy(new PolicySettings(level, destinations, true, List.of(rules)));
    return new FlowWriter(settings, policy, sealing, null, () -> NOW);
  }

  /** All lines of a data set, without headers. */
  private List<String> lines(String dataset) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.walk(settings.flow().folder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (settings.flow().folder().relativize(file).toString().contains(dataset)) {
          lines.addAll(Files.readAllLines(file).stream().skip(1).toList());
        }
      }
    }
    return lines;
  }

  private static Address address(String text) {
    return Objects.requireNonNull(Address.parse(text));
  }

  private static Flow flow(@Nullable String peer, @Nullable String name) {
    Label label = new Label(peer, name, null);
    Address src = address("10.8.0.2");
    Address dst = address("192.0.2.80");
    return new Flow(0, 1, 2, Direction.RX, 17, src, 4000, dst, 443, 1, 100, 0, label);
  }

  @Test
  void what_began_as_nobody_s_is_logged_as_the_rules_about_its_owner_say() throws IOException {
    try (FlowWriter writer = writer(Level.FLOWS, Destinations.WHOLE, NOTHING_OF_EMMA)) {
      writer.flow(flow(null, null), WG0, "wg0", EMMA);
      writer.flow(flow("emma-key", "Emma"), WG0, "wg0", null);
      writer.flow(flow(null, null), WG0, "wg0", ALICE);
      writer.flow(flow("alice-key", "Alice"), WG0, "wg0", EMMA);
    }
    assertThat(lines("flows-"))
        .containsExactly(
            "1,2,gw1,wg0,,,rx,17,10.8.0.2,4000,192.0.2.80,443,,1,100,0",
            "1,2,gw1,wg0,alice-key,Alice,rx,17,10.8.0.2,4000,192.0.2.80,443,,1,100,0");
  }

  private static DnsMessage answer() {
    return new DnsMessage(
        new byte[] {1, 2, 3},
        7,
        true,
        0,
        List.of(new DnsMessage.Question("www.example.com", DnsMessage.A)),
        List.of());
  }

  @Test
  void an_answer_is_a_lookup_of_whom_it_goes_to_and_not_of_a_peer_that_gives_it()
      throws IOException {
    try (FlowWriter writer = writer(Level.FLOWS, Destinations.WHOLE)) {
      Packet packet = Packets.answer(1, "10.8.0.3", answer());
      writer.packet(Packets.way(Direction.RX, packet), WG0, "wg0", ALICE, EMMA);
      writer.packet(Packets.way(Direction.TX, packet), WG0, "wg0", EMMA, EMMA);
    }
    assertThat(lines("dns-"))
        .singleElement()
        .asString()
        .startsWith("1,gw1,wg0,emma-key,Emma,10.8.0.3,192.0.2.53,www.example.com,");
  }

  @Test
  void packets_are_written_with_the_peer_s_own_address_and_the_other_side_s_as_it_may_be()
      throws IOException {
    try (FlowWriter writer = writer(Level.PACKETS, Destinations.TRUNCATED, NOTHING_OF_EMMA)) {
      Packet sent = Packets.udp(1, "10.8.0.2", 4000, "192.0.2.80", 443, 100);
      writer.packet(Packets.way(Direction.RX, sent), WG0, "wg0", ALICE, null);
      writer.packet(Packets.way(Direction.RX, sent), WG0, "wg0", EMMA, null);
      writer.packet(Packets.answer(2, "10.8.0.2", answer()), WG0, "wg0", ALICE, ALICE);
    }
    assertThat(lines("packets/"))
        .containsExactly(
            "10.8.0.2,4000,192.0.2.0,443,17,100,1,",
            "192.0.2.0,53,10.8.0.2,40000,17,100,2,"); // the message has addresses in it
  }

  @Test
  void what_an_earlier_process_left_of_packets_is_finished_whatever_is_logged_now()
      throws IOException {
    Path left = sealing.open().resolve("packets-5.csv");
    Files.writeString(
        left, "src,src_port,dst,dst_port,l3_protocol,size,timestamp,dns\na,,b,,1,2,3,\n");
    try (FlowWriter writer = writer(Level.NONE, Destinations.WHOLE)) {
      assertThat(writer.lost()).isZero();
    }
    assertThat(left).doesNotExist();
    assertThat(settings.flow().folder().resolve("packets/5.csv")).exists();
  }
}
