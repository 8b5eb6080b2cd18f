package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.ledger.Ledger;
import org.vpnledger.ledger.Outcome;
import org.vpnledger.ledger.Rules;
import org.vpnledger.store.DataFolder;
import org.vpnledger.store.LedgerWriter.Durability;
import org.vpnledger.store.Retention;
import org.vpnledger.store.sqlite.SqliteWriter;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.TunnelId;

/** What is asked of a gateway that has an OpenVPN server besides WireGuard. */
class OpenVpnAnswersTest {
  private static final Pattern TOTAL = Pattern.compile("\"total_bytes\":(\\d+)");

  @TempDir static Path folder;
  private static Prompt user;

  @BeforeAll
  static void write_the_ledger() {
    user = new Prompt(folder).at(PageLedger.END.toString());
    PageLedger.write(user.data);
  }

  private static String out(String... words) {
    Prompt.Answer answer = user.run(words);
    assertThat(answer.err()).isEmpty();
    assertThat(answer.code()).isZero();
    return answer.out();
  }

  private static long total(String... words) {
    long sum = 0;
    Matcher totals = TOTAL.matcher(out(words));
    while (totals.find()) {
      sum += Long.parseLong(totals.group(1));
    }
    return sum;
  }

  @Test
  void usage_can_be_asked_for_by_tunnel_and_tunnels_make_up_the_whole() {
    for (String by : List.of("month", "peer", "day")) {
      long all = total("usage", "--by", by, "--from", "2026-03-01", "--json");
      long parts = 0;
      for (String tunnel : List.of("wg0", "wg1", "office/office")) {
        long part =
            total("usage", "--by", by, "--from", "2026-03-01", "--tunnel", tunnel, "--json");
        assertThat(part).as(by + " of " + tunnel).isPositive().isLessThan(all);
        parts += part;
      }
      assertThat(parts).as(by).isEqualTo(all);
    }
    assertThat(out("usage", "carol", "--tunnel", "wg0", "--json")).isEqualTo("[]\n");
    assertThat(user.run("usage", "--tunnel", "tun0").err())
        .startsWith("vpnledger: no tunnel is called 'tun0': there are ")
        .contains("kernel/wg1", "office/office");
  }

  @Test
  void where_a_server_of_openvpn_listens_is_not_known_and_not_zero() {
    assertThat(out("status", "--all", "--json").lines().filter(line -> line.contains("carol")))
        .isNotEmpty()
        .allMatch(line -> line.contains("\"listen_port\":null"));
    assertThat(out("status", "--all", "--json")).contains("\"listen_port\":51820");
  }

  @Test
  void a_server_that_only_a_flag_of_the_daemon_names_is_no_problem_to_the_doctor()
      throws Exception {
    user.settings(
        """
        names_search = false
        [[source]]
        name = "nothing"
        type = "command"
        command = ["true"]
        """);
    try (DataFolder.Lock lock = new DataFolder(user.data).tryLock()) {
      assertThat(lock).isNotNull();
      assertThat(user.run("doctor", "--csv").out())
          .contains(
              "tunnels,ok,\"the daemon reads the OpenVPN server office, which its flags name and no"
                  + " setting does\"")
          .doesNotContain("of 9 peers have no name"); // three are called by their certificates
    }
    assertThat(user.run("doctor", "--csv").out())
        .contains("tunnels,problem,\"no tunnel found: ")
        .contains("an OpenVPN server is named by a [[source]]");
  }

  @Test
  void a_server_of_the_settings_that_is_gone_is_a_problem_to_the_doctor() throws Exception {
    Prompt other = new Prompt(Files.createDirectory(folder.resolve("other")));
    other.at(PageLedger.END.toString());
    PageLedger.write(other.data);
    DataFolder data = new DataFolder(other.data);
    try (SqliteWriter writer = SqliteWriter.open(data.database(), Retention.DEFAULT)) {
      Ledger ledger = new Ledger(Rules.of(writer.calendar(PageLedger.ZONE, PageLedger.START)));
      Moment now = new Moment(PageLedger.END, 0, "x");
      Outcome gone =
          ledger.apply(writer.load(), new Observation.Gone(new TunnelId("office", "office"), now));
      writer.commit(gone.entries(), Durability.PROCESS);
    }
    other.settings(
        """
        names_search = false
        [[source]]
        name = "office"
        type = "openvpn-status"
        file = "%s"
        """
            .formatted(folder.resolve("status")));
    try (DataFolder.Lock lock = data.tryLock()) {
      assertThat(lock).isNotNull();
      assertThat(other.run("doctor", "--csv").out())
          .contains(
              "reads,problem,the OpenVPN server office is gone; it was last heard of ",
              "see whether it runs, and writes its status or listens where the settings say");
    }
  }
}
