package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped rules, tried by Prometheus' own tool; and none of them goes without a test. */
@RequiresTools("promtool")
final class PrometheusRulesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern METRIC = Pattern.compile("(?<![\\w:])(vpnledger_\\w+)(?![\\w:])");

  static List<Path> ruleFiles() {
    return PromRules.files("dist/prometheus", ".rules.yml");
  }

  static List<Path> testFiles() {
    return PromRules.files("dist/prometheus/tests", ".test.yml");
  }

  @ParameterizedTest
  @MethodSource("ruleFiles")
  void rules_are_valid_and_none_is_there_twice(Path file) {
    assertThat(Command.of("promtool", "check", "rules", "--lint-fatal", file.toString()).output())
        .contains("SUCCESS");
  }

  @Test
  void the_configuration_is_valid_with_the_files_that_it_names() {
    Path config = Surroundings.source("dist/prometheus/prometheus.yml");
    assertThat(
            Command.of("promtool", "check", "config", "--lint-fatal", config.toString()).output())
        .contains("2 rule files found");
  }

  @ParameterizedTest
  @MethodSource("testFiles")
  void rules_do_what_their_tests_say(Path file) {
    Command.Result result =
        Command.of("promtool", "test", "rules", file.toString()).within(PATIENCE).run();
    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
  }

  @ParameterizedTest
  @MethodSource("ruleFiles")
  void every_recording_is_tested(Path file) {
    List<String> asked =
        testFiles().stream()
            .map(PromRules::text)
            .filter(text -> text.contains("[../" + file.getFileName() + "]"))
            .flatMap(String::lines)
            .filter(line -> line.contains("expr: "))
            .toList();
    assertThat(PromRules.names(file, "record"))
        .allSatisfy(
            name -> assertThat(asked).anyMatch(line -> line.matches(".*\\b" + name + "(?!\\w).*")));
  }

  @ParameterizedTest
  @MethodSource("ruleFiles")
  void every_alert_is_seen_to_fire_and_to_be_quiet(Path file) {
    List<String> trials = new ArrayList<>();
    for (Path tests : testFiles()) {
      if (PromRules.text(tests).contains("[../" + file.getFileName() + "]")) {
        trials.addAll(PromRules.trials(tests));
      }
    }
    assertThat(PromRules.names(file, "alert"))
        .allSatisfy(name -> {
          assertThat(trials)
              .as("fires")
              .anyMatch(trial -> trial.startsWith(name + "\n") && trial.contains("exp_labels"));
          assertThat(trials)
              .as("is quiet")
              .anyMatch(trial -> trial.startsWith(name + "\n") && trial.contains("exp_alerts: []"));
        });
  }

  @ParameterizedTest
  @MethodSource("ruleFiles")
  void metrics_of_rules_are_documented(Path file) {
    MetricTable documented = MetricTable.documented();
    Matcher metric = METRIC.matcher(PromRules.text(file));
    while (metric.find()) {
      assertThat(documented.labels()).as(file.toString()).containsKey(metric.group(1));
    }
  }

  @ParameterizedTest
  @MethodSource("alertFiles")
  void the_guides_alerts_keep_their_names_and_severities(Path file) {
    assertThat(PromRules.severities(file))
        .containsEntry("WireGuardPeerDown", "warning")
        .containsEntry("WireGuardNoPeers", "critical")
        .containsEntry("WireGuardHighBandwidth", "warning")
        .containsEntry("WireGuardExporterDown", "critical");
  }

  static List<Path> alertFiles() {
    return List.of(
        Surroundings.source("dist/prometheus/alerts.rules.yml"),
        Surroundings.source("dist/prometheus/classic.rules.yml"));
  }
}
