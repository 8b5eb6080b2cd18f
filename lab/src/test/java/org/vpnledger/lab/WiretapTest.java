package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The packet log of a real tunnel, beside what tcpdump saw at it. */
@RequiresLab
@RequiresTools({"tcpdump", "tshark", "dig", "dnsmasq", "curl", "setpriv"})
@Timeout(180)
final class WiretapTest {
  private static final int PACKETS_A_FILE = 5000;

  /** CAP_NET_RAW is 13. */
  private static final String ONE_CAPABILITY = "0000000000002000";

  private static final Fixtures FIXTURES = new Fixtures();
  private static Gateway gateway;
  private static Folder folder;
  private static Wiretap wiretap;
  private static Wiretap ofPlainUser;
  private static String rights;
  private static List<SeenPacket> seen;

  @BeforeAll
  static void watchOneClientsErrands() throws IOException {
    gateway = FIXTURES.keep(Gateway.withPeers(1));
    folder = FIXTURES.keep(Folder.create());
    Errands errands = FIXTURES.keep(Errands.at(gateway, folder));
    wiretap =
        FIXTURES.keep(
            Wiretap.at(gateway, folder, "--max-packets-per-log", String.valueOf(PACKETS_A_FILE)));
    PlainUser user = PlainUser.in(folder, "plain-user", "+net_raw");
    ofPlainUser = FIXTURES.keep(Wiretap.at(gateway, user));
    rights =
        Files.readString(Path.of("/proc", Long.toString(ofPlainUser.process().pid()), "status"));
    Tcpdump tcpdump =
        FIXTURES.keep(Tcpdump.at(gateway.namespace(), gateway.interfaceName(), folder));
    errands.run();
    seen = tcpdump.stop().stream().filter(packet -> !packet.isTheKernels()).toList();
    wiretap.stop();
    ofPlainUser.stop();
  }

  @AfterAll
  static void close() {
    FIXTURES.close();
  }

  @Test
  void every_packets_addresses_ports_size_time_and_message_of_dns_are_tcpdumps() {
    assertThat(seen).hasSizeGreaterThan(2 * PACKETS_A_FILE);
    assertThat(seen).filteredOn(packet -> !packet.dns().isEmpty()).hasSizeGreaterThan(12);
    isAllThatWasSeen(wiretap);
    assertThat(wiretap.files()).hasSizeGreaterThan(2);
    assertThat(wiretap.files()).allMatch(file -> file.toString().matches(".*/\\d{19}\\.csv"));
  }

  @Test
  void the_right_to_raw_sockets_is_enough_for_a_user_who_has_no_other() {
    assertThat(rights).contains("Uid:\t65534\t65534\t65534\t65534", "CapEff:\t" + ONE_CAPABILITY);
    isAllThatWasSeen(ofPlainUser);
  }

  @Test
  void a_user_without_it_is_told_so_in_a_line() {
    PlainUser user = PlainUser.in(folder, "nobody", "");
    Command.Result result = Command.of(Wiretap.words(gateway, user)).run();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err().lines())
        .singleElement()
        .asString()
        .contains(gateway.interfaceName(), "CAP_NET_RAW");
  }

  /** Many lines: what one has and the other has not is told, and nothing else. */
  private static void isAllThatWasSeen(Wiretap wiretap) {
    List<String> logged =
        wiretap.lines().stream()
            .filter(line -> !line.startsWith("fe80:") && !line.startsWith("::,"))
            .sorted()
            .toList();
    List<String> expected = seen.stream().map(SeenPacket::line).sorted().toList();
    assertThat(without(expected, logged)).as("not logged").isEmpty();
    assertThat(without(logged, expected)).as("logged, but not seen").isEmpty();
    assertThat(logged).hasSameSizeAs(expected);
  }

  /** Which of these, both sorted, the others have not. */
  private static List<String> without(List<String> these, List<String> others) {
    List<String> left = new ArrayList<>();
    int other = 0;
    for (String line : these) {
      while (other < others.size() && others.get(other).compareTo(line) < 0) {
        other++;
      }
      if (other < others.size() && others.get(other).equals(line)) {
        other++;
      } else {
        left.add(line);
      }
    }
    return left;
  }
}
