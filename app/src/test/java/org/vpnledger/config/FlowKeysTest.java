package org.vpnledger.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vpnledger.vpn.Network;

/** The flow log's own table, its rules and how long its files are kept. */
final class FlowKeysTest {
  private static final String EVERYTHING =
      """
      data_dir = "/srv/vpnledger"
      [flow]
      enabled = true
      interfaces = ["wg0"]
      log = "packets"
      destinations = "hashed"
      dns = false
      filter = "not port 22"
      format = "csv.gz"
      idle_timeout = 30
      active_timeout = 300
      table_size = 1000000
      ring = "512KiB"
      segment_interval = 60
      segment_rows = 5000
      key_rotation = 30
      ipfix = "udp://collector.example.org:4739"
      [flow.retention]
      packets = 1
      totals = 0
      [[flow.rule]]
      peer = "Alice"
      log = "none"
      [[flow.rule]]
      network = "192.0.2.7/24"
      tunnel = "wg1"
      destinations = "truncated"
      dns = true
      """;

  @TempDir Path folder;

  private Configuration read(String toml, Map<String, String> environment)
      throws ConfigException, java.io.IOException {
    Files.writeString(folder.resolve("t.toml"), toml);
    return Configuration.load(
        Map.of("config", "t.toml"),
        new Surroundings(
            environment,
            true,
            "gw1",
            ZoneId.of("UTC"),
            Path.of("/root"),
            folder,
            folder.resolve("absent.toml"),
            folder.resolve("default")));
  }

  private List<String> problems(String toml) {
    ConfigException refused =
        catchThrowableOfType(ConfigException.class, () -> read(toml, Map.of()));
    return refused == null ? List.of() : refused.problems();
  }

  @Test
  void everything_can_be_set() throws Exception {
    FlowSection flow = read(EVERYTHING, Map.of()).settings().flow();
    assertThat(flow)
        .isEqualTo(
            new FlowSection(
                true,
                Path.of("/srv/vpnledger/flow"),
                List.of("wg0"),
                "packets",
                "hashed",
                false,
                "not port 22",
                "csv.gz",
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                1_000_000,
                512 << 10,
                Duration.ofMinutes(1),
                5000,
                30,
                "udp://collector.example.org:4739",
                new FlowSection.Retention(1, 30, 30, 0),
                List.of(
                    new FlowSection.Rule(
                        Optional.of("Alice"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("none"),
                        Optional.empty(),
                        Optional.empty()),
                    new FlowSection.Rule(
                        Optional.empty(),
                        Optional.ofNullable(Network.parse("192.0.2.0/24")),
                        Optional.of("wg1"),
                        Optional.empty(),
                        Optional.of("truncated"),
                        Optional.of(true)))));
  }

  @Test
  void what_is_shown_of_it_can_be_read_back_and_says_where_rules_stand() throws Exception {
    Configuration first = read(EVERYTHING, Map.of());
    String shown = ConfigText.show(first);
    assertThat(shown)
        .contains(
            "[[flow.rule]]\npeer = \"Alice\"                          # t.toml:22\n",
            "network = \"192.0.2.0/24\"                # t.toml:25\n");
    assertThat(read(shown, Map.of()).settings().flow()).isEqualTo(first.settings().flow());
  }

  @Test
  void variables_set_what_is_set_once() throws Exception {
    FlowSection flow =
        read("", Map.of("VPNLEDGER_FLOW_ENABLED", "true", "VPNLEDGER_FLOW_RETENTION_FLOWS", "3"))
            .settings()
            .flow();
    assertThat(flow.enabled()).isTrue();
    assertThat(flow.retention().flows()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "log,'\"all\"','expected \"packets\", \"flows\", \"totals\" or \"none\", found \"all\"'",
    "destinations,'\"/24\"','expected \"whole\", \"truncated\" or \"hashed\", found \"/24\"'",
    "ring,'\"2GiB\"','expected bytes from 512KiB to 1GiB, as \"10GB\" or \"512MiB\", found \"2GiB\"'",
    "table_size,10,'expected whole flows from 1024 to 16777216, found 10'",
    "key_rotation,0,'expected whole days from 1 to 366, found 0'",
    "format,'\"csv\"','expected \"parquet\", \"csv.zst\" or \"csv.gz\", found \"csv\"'",
    "ipfix,'\"collector\"','expected \"\", udp://HOST:PORT or tcp://HOST:PORT, found \"collector\"'"
  })
  void a_wrong_value_is_told_with_its_place(String key, String value, String expected) {
    assertThat(problems("[flow]\n" + key + " = " + value))
        .containsExactly("t.toml:2:" + (key.length() + 4) + ": flow." + key + ": " + expected);
  }

  @Test
  void a_rule_with_a_wrong_key_or_value_is_told_with_its_place() {
    assertThat(
            problems(
                """
                [[flow.rule]]
                pear = "Alice"
                log = "none"
                [[flow.rule]]
                network = "192.0.2.0/33"
                dns = "off"
                [[flow.rule]]
                tunnel = "../x"
                log = "all"
                """))
        .containsExactly(
            "t.toml:2:1: unknown key 'flow.rule.pear' (did you mean 'flow.rule.peer'?)",
            "t.toml:5:11: flow.rule.network: expected a network as \"192.0.2.0/24\" or"
                + " \"2001:db8::/32\", or an address, found \"192.0.2.0/33\"",
            "t.toml:6:7: flow.rule.dns: expected true or false, found \"off\"",
            "t.toml:8:10: flow.rule.tunnel: expected an interface's name, found \"../x\"",
            "t.toml:9:7: flow.rule.log: expected \"packets\", \"flows\", \"totals\" or \"none\","
                + " found \"all\"");
  }

  @Test
  void a_rule_about_nobody_or_that_says_nothing_is_refused_and_so_is_a_table_that_is_none() {
    assertThat(problems("[[flow.rule]]\nlog = \"none\"\n[[flow.rule]]\npeer = \"Alice\""))
        .containsExactly(
            "t.toml:1:1: flow.rule: needs peer, network or tunnel: what holds for all is set in"
                + " [flow]",
            "t.toml:3:1: flow.rule: needs log, destinations or dns: it changes nothing");
    assertThat(problems("[flow.rule]\npeer = \"Alice\""))
        .containsExactly("t.toml:1:1: flow.rule: expected tables [[flow.rule]], found a table");
    assertThat(problems("flow.rule = [3]"))
        .containsExactly("t.toml:1:14: flow.rule: expected tables [[flow.rule]], found 3");
  }

  @Test
  void there_are_a_thousand_rules_at_most() {
    String rule = "[[flow.rule]]\npeer = \"Alice\"\nlog = \"none\"\n";
    assertThat(problems(rule.repeat(1000))).isEmpty();
    assertThat(problems(rule.repeat(1001)))
        .containsExactly("t.toml:3001:1: flow.rule: expected at most 1000 rules, found 1001");
  }
}
