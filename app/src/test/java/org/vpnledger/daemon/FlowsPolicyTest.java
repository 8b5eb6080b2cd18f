package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is logged about whom, as the settings say and the ledger knows them. */
final class FlowsPolicyTest {
  private static final String SETTINGS =
      """
      gateway_name = "gw1"
      zone = "Europe/Berlin"
      names_files = []
      [flow]
      enabled = true
      folder = "/srv/flow"
      filter = "not port 22"
      ipfix = "udp://192.0.2.9:4739"
      [flow.retention]
      totals = 0
      [flow.s3]
      endpoint = "https://s3.example.org"
      bucket = "vpn-flows"
      [[flow.rule]]
      peer = "alice"
      log = "totals"
      [[flow.rule]]
      network = "198.51.100.0/24"
      log = "none"
      destinations = "whole"
      [[flow.rule]]
      tunnel = "wg0"
      destinations = "hashed"
      [[flow.rule]]
      peer = "Alcie"
      log = "none"
      """;

  @TempDir Path folder;
  private Prompt user;

  @BeforeEach
  void write_the_ledger() {
    user = new Prompt(folder).at(SmallLedger.END.toString()).settings(SETTINGS);
    SmallLedger.write(user.data);
  }

  private String output(String... command) {
    Prompt.Answer answer = user.run(command);
    assertThat(answer.code()).as(answer.err()).isZero();
    return answer.out();
  }

  @Test
  void as_text() {
    GoldenFile.expect("flows-policy.txt", output("flows", "policy"));
  }

  @Test
  void as_csv() {
    GoldenFile.expect("flows-policy.csv", output("flows", "policy", "--csv"));
  }

  @Test
  void as_json_of_documented_fields() throws IOException {
    String json = output("flows", "policy", "--json");
    GoldenFile.expect("flows-policy.json", json);
    String documented = Files.readString(Path.of("../docs/fields.md"));
    assertThat(Pattern.compile("\"([a-z_]+)\":").matcher(json).results())
        .isNotEmpty()
        .allMatch(field -> documented.contains("\n| `" + field.group(1) + "` |"));
  }

  @Test
  void of_one_peer() {
    GoldenFile.expect("flows-policy-peer.txt", output("flows", "policy", "--peer", "bob"));
  }

  @Test
  void fits_eighty_columns() {
    user.with("VPNLEDGER_COLUMNS", "80").with("NO_COLOR", "1");
    assertThat(output("flows", "policy").lines().dropWhile(line -> !line.isEmpty()))
        .isNotEmpty()
        .allMatch(line -> line.length() <= 80);
  }

  @Test
  void a_rule_about_nobody_is_doubted() {
    assertThat(user.run("flows", "policy").err())
        .isEqualTo("vpnledger: rule 4 is about 'Alcie', whom the ledger does not know\n");
  }

  @Test
  void without_a_ledger_the_settings_are_told_and_by_default_nothing_is_logged() {
    Prompt newcomer = new Prompt(folder).settings("gateway_name = \"gw1\"");
    Prompt.Answer answer =
        newcomer.runBare(
            "--config", newcomer.config().toString(), "--data-dir", "/absent", "flows", "policy");
    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out())
        .startsWith("gw1: the flow log is off; were it on, this would hold\n")
        .contains("default", "/absent/flow/packets", "30 days");
  }

  @Test
  void a_tunnel_that_is_not_captured_is_not_logged() {
    user.settings(SETTINGS.replace("filter", "interfaces = [\"wg9\"]\nfilter"));
    assertThat(output("flows", "policy", "--peer", "Bob"))
        .containsPattern("peer +Bob +wg0 +- +none +- +no +interfaces");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody-at-all", "b", "\u001b[31m"})
  void a_peer_that_is_none_or_several_is_told(String text) {
    Prompt.Answer answer = user.run("flows", "policy", "--peer", text);
    assertThat(answer.code()).isNotZero();
    assertThat(answer.err())
        .containsAnyOf(
            "no peer that the ledger knows matches", "matches 2 peers", "matches 3 peers")
        .doesNotContain("\u001b");
  }
}
