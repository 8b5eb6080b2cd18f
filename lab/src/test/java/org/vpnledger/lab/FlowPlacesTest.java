package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Flows of tunnels wherever these are, and what is logged of each packet if that is asked for. */
@RequiresLab
@Timeout(120)
final class FlowPlacesTest {
  private static final String FLOWS =
      """

      [flow]
      enabled = true
      idle_timeout = 3600
      active_timeout = 3600
      """;

  private static List<String> rows(Ledger ledger, String select) {
    Command.Result result = ledger.run("flows", "sql", select, "--csv");
    assertThat(result.err()).isEmpty();
    return result.out().lines().skip(1).toList();
  }

  @Test
  void a_tunnel_in_another_namespace_is_listened_to_there_and_again_when_it_was_made_anew() {
    try (Gateway gateway = Gateway.withPeers(1);
        Ledger ledger = Ledger.start(elsewhere(gateway) + FLOWS)) {
      String name = gateway.interfaceName() + "@" + Books.SOURCE;
      ledger.awaitListening(name);
      gateway.ping(gateway.client(0));
      gateway.deleteInterface();
      Eventually.holds(
          "the loss is told",
          Eventually.PATIENCE,
          () -> !ledger.events("TUNNEL_DOWN", null).isEmpty());
      gateway.recreateInterface();
      gateway.reconnectAll();
      Eventually.see(
          "it is listened to again",
          Eventually.PATIENCE,
          ledger::output,
          output -> output.split("flows: listening to " + name, -1).length == 3);
      long again = System.currentTimeMillis() * 1_000_000;
      gateway.ping(gateway.client(0));
      ledger.stop();

      List<String> found =
          rows(
              ledger,
              "SELECT tunnel, peer, direction, min(start_ns) < %1$d, max(end_ns) > %1$d FROM flows WHERE"
                      .formatted(again)
                  + " protocol = 1 GROUP BY ALL ORDER BY direction");
      String who = gateway.interfaceName() + "," + gateway.client(0).key();
      assertThat(found).containsExactly(who + ",rx,true,true", who + ",tx,true,true");
    }
  }

  private static String elsewhere(Gateway gateway) {
    return """
    [[source]]
    name = "%s"
    netns = "%s"
    """
        .formatted(Books.SOURCE, gateway.namespace().name());
  }

  @Test
  void each_packet_is_logged_with_what_the_policy_leaves_of_its_addresses() throws IOException {
    String packets = "log = \"packets\"\ndestinations = \"truncated\"\n";
    try (Gateway gateway = Gateway.withPeers(1);
        Ledger ledger = Ledger.start(elsewhere(gateway) + FLOWS + packets)) {
      ledger.awaitListening(gateway.interfaceName());
      gateway.ping(gateway.client(0));
      ledger.stop();

      List<String> pings =
          lines(ledger.folder().resolve("data/flow/packets")).stream()
              .filter(line -> line.contains(",,1,"))
              .toList();
      List<String> ends = pings.stream().map(FlowPlacesTest::ends).distinct().toList();
      List<String> flows =
          rows(ledger, "SELECT src, dst, packets FROM flows WHERE protocol = 1 ORDER BY src");
      assertThat(pings).isNotEmpty();
      assertThat(ends).hasSize(2).allMatch(line -> line.contains(".0,") || line.endsWith(".0"));
      assertThat(flows).hasSize(2).allMatch(row -> ends.contains(row.replaceAll(",\\d+$", "")));
      assertThat(flows.stream().mapToInt(row -> Integer.parseInt(row.replaceAll(".*,", ""))).sum())
          .isEqualTo(pings.size());
    }
  }

  /** Where a packet comes from and where it goes. */
  private static String ends(String line) {
    String[] fields = line.split(",", -1);
    return fields[0] + "," + fields[2];
  }

  private static List<String> lines(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  @Test
  void the_interface_of_an_openvpn_server_is_found_by_the_way_to_its_clients() {
    try (OpenVpnServer server = OpenVpnServer.start(2);
        Ledger ledger =
            Ledger.start(
                """
                [[source]]
                name = "office"
                type = "openvpn-status"
                file = "%s"
                """
                        .formatted(server.status())
                    + FLOWS,
                server.namespace().inside())) {
      OpenVpnDevice alice = server.connect("alice");
      Eventually.see(
          "its interface is found",
          Eventually.PATIENCE,
          ledger::output,
          output -> output.contains("flows: listening to office@office"));
      alice.exchange(10);
      ledger.stop();

      assertThat(rows(ledger, "SELECT DISTINCT tunnel, peer FROM flows WHERE protocol = 1"))
          .containsExactly("office,alice");
    }
  }
}
