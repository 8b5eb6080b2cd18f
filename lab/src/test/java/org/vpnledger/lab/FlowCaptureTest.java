package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The daemon's flow log of a real tunnel, beside what tcpdump saw at it and dig was answered. */
@RequiresLab
@RequiresTools({"tcpdump", "tshark", "dig", "dnsmasq", "curl"})
@Timeout(180)
final class FlowCaptureTest {
  private static final Set<String> CLIENT = Set.of(Errands.CLIENT_4, Errands.CLIENT_6);
  private static final Fixtures FIXTURES = new Fixtures();
  private static List<SeenFlow> seen;
  private static List<Dig> answers;
  private static Gateway gateway;
  private static Ledger ledger;

  @BeforeAll
  static void watchOneClientsErrands() {
    gateway = FIXTURES.keep(Gateway.withPeers(1));
    Folder folder = FIXTURES.keep(Folder.create());
    Errands errands = FIXTURES.keep(Errands.at(gateway, folder));
    Tcpdump tcpdump =
        FIXTURES.keep(Tcpdump.at(gateway.namespace(), gateway.interfaceName(), folder));
    // No flow ends before the daemon does, so that each is one row.
    String settings =
        """
        [names]
        "%s" = "laptop"
        [flow]
        enabled = true
        idle_timeout = 3600
        active_timeout = 3600
        """
            .formatted(gateway.client(0).key());
    ledger =
        FIXTURES.keep(
            Ledger.start(Ledger.configOf(gateway) + settings, gateway.namespace().inside()));
    ledger.awaitListening(gateway.interfaceName());
    answers = errands.run();
    seen = SeenFlow.of(tcpdump.stop().stream().filter(packet -> !packet.isTheKernels()).toList());
    ledger.stop();
  }

  @AfterAll
  static void close() {
    FIXTURES.close();
  }

  private static List<String> rows(String select) {
    Command.Result result = ledger.run("flows", "sql", select, "--csv");
    assertThat(result.err()).isEmpty();
    return result.out().lines().skip(1).toList();
  }

  private static List<String> flows(String columns) {
    return rows(
        "SELECT %s FROM flows WHERE src NOT LIKE 'fe80:%%' AND src <> '::'".formatted(columns));
  }

  @Test
  void packets_bytes_flags_and_times_of_every_flow_are_tcpdumps() {
    assertThat(seen).hasSizeGreaterThan(60);
    assertThat(flows(SeenFlow.COLUMNS))
        .containsExactlyInAnyOrderElementsOf(seen.stream().map(SeenFlow::line).toList());
  }

  @Test
  void every_flow_has_its_direction_its_tunnel_its_peer_and_the_peers_name() {
    String place = ",%s,%s,laptop".formatted(gateway.interfaceName(), gateway.client(0).key());
    assertThat(flows("src, dst, direction, tunnel, peer, name"))
        .containsExactlyInAnyOrderElementsOf(
            seen.stream()
                .map(flow -> flow.src() + "," + flow.dst() + (isUp(flow) ? ",rx" : ",tx") + place)
                .toList());
  }

  private static boolean isUp(SeenFlow flow) {
    return CLIENT.contains(flow.src());
  }

  @Test
  void a_host_is_what_dig_had_asked_for_in_either_version_of_ip() {
    assertThat(flows("src, dst, host"))
        .containsExactlyInAnyOrderElementsOf(
            seen.stream().map(flow -> flow.src() + "," + flow.dst() + "," + host(flow)).toList());
  }

  private static String host(SeenFlow flow) {
    return Errands.HOSTS.getOrDefault(isUp(flow) ? flow.dst() : flow.src(), "");
  }

  @Test
  void a_daemon_that_stops_before_its_first_segment_has_nothing_to_complain_of() {
    assertThat(ledger.output()).doesNotContain("unexpected error", " WARN ");
  }

  @Test
  void answers_of_dns_are_logged_as_dig_got_them() {
    assertThat(rows("SELECT " + Dig.COLUMNS + " FROM dns ORDER BY time_ns"))
        .containsExactlyElementsOf(answers.stream().map(Dig::line).toList());
  }
}
