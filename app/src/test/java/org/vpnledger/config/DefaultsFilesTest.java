package org.vpnledger.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in {@code /etc/default}, and which daemon of several reads which. */
class DefaultsFilesTest {
  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> flags = new HashMap<>();
  private Path defaults;

  @BeforeEach
  void make_the_folder() throws IOException {
    defaults = Files.createDirectory(folder.resolve("default"));
  }

  private Configuration load() throws ConfigException {
    return Configuration.load(
        flags,
        new Surroundings(
            environment,
            true,
            "gw1",
            ZoneId.of("UTC"),
            Path.of("/root"),
            folder,
            folder.resolve("vpnledger.toml"),
            defaults));
  }

  private DefaultsFilesTest given(String file, String text) throws IOException {
    Files.writeString(defaults.resolve(file), text);
    return this;
  }

  private List<String> problems() {
    ConfigException refused = catchThrowableOfType(ConfigException.class, this::load);
    return refused == null ? List.of() : refused.problems();
  }

  @Test
  void each_origin_wins_over_the_one_before() throws Exception {
    Files.writeString(
        folder.resolve("vpnledger.toml"),
        """
        interval = 11
        threshold = 211
        stats_interval = 611
        gateway_name = "toml"
        [files]
        keep_days = 11
        [hook]
        attempts = 11
        """);
    given("wg-monitor", "THRESHOLD=212\nSTATS_INTERVAL=612\n");
    given(
        "vpnledger",
        """
        STATS_INTERVAL=613
        VPNLEDGER_GATEWAY_NAME=file
        VPNLEDGER_FILES_KEEP_DAYS=13
        VPNLEDGER_HOOK_ATTEMPTS=13
        """);
    environment.put("VPNLEDGER_FILES_KEEP_DAYS", "14");
    environment.put("VPNLEDGER_HOOK_ATTEMPTS", "14");
    flags.put("hook.attempts", "15");
    Settings settings = load().settings();
    assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(11));
    assertThat(settings.threshold()).isEqualTo(Duration.ofSeconds(212));
    assertThat(settings.statsInterval()).isEqualTo(Duration.ofSeconds(613));
    assertThat(settings.gatewayName()).isEqualTo("file");
    assertThat(settings.files().keepDays()).isEqualTo(14);
    assertThat(settings.hook().attempts()).isEqualTo(15);
  }

  @Test
  void bare_names_of_the_environment_mean_nothing() throws Exception {
    MonitorOption.ALL.forEach(option -> environment.put(option.variable(), "1"));
    Configuration quiet = load();
    environment.clear();
    assertThat(quiet.settings()).isEqualTo(load().settings());
    assertThat(quiet.warnings()).isEmpty();
  }

  @Test
  void empty_values_are_not_set() throws Exception {
    Settings unset = load().settings();
    given(
        "wg-monitor",
        """
        LOG_PATH=
        INTERVAL=''
        THRESHOLD=""
        STATS_INTERVAL=
        INTERFACE=
        ON_CHANGE_SCRIPT=
        DEBUG=
        """);
    assertThat(load().settings()).isEqualTo(unset);
  }

  @Test
  void where_a_value_came_from_is_shown() throws Exception {
    given("wg-monitor", "# x\n\nINTERVAL=30\nINTERFACE=\"wg0, wg1\"\n");
    assertThat(ConfigText.show(load()).lines())
        .contains(
            "interval = 30                           # " + defaults + "/wg-monitor:3",
            "interface = [\"wg0\", \"wg1\"]              # " + defaults + "/wg-monitor:4");
  }

  @ParameterizedTest
  @CsvSource({"1,true", "yes,true", "True,true", "on,true", "0,false", "no,false", "FALSE,false"})
  void a_switch_is_what_a_script_would_understand(String text, boolean on) throws Exception {
    assertThat(given("wg-monitor", "DEBUG=" + text).load().settings().debug()).isEqualTo(on);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INTERVAL=3       | interval       |    5 | INTERVAL: Interval too small (<5s), setting to 5s",
        "INTERVAL=-3      | interval       |    5 | INTERVAL: Interval too small (<5s), setting to 5s",
        "STATS_INTERVAL=9 | stats_interval |   60 | STATS_INTERVAL: Stats interval too small (<60s), setting to 60s",
        "THRESHOLD=10     | threshold      |   30 | THRESHOLD: Threshold too small (<30s), setting to 30s",
        "THRESHOLD=45     | threshold      |   45 | THRESHOLD: Threshold <60s may be too sensitive for unstable networks",
        "INTERVAL=200     | interval       |  200 | threshold: Threshold (180s) < Interval (200s), may cause false offline alerts",
        "INTERVAL=7200    | interval       | 7200 | INTERVAL: Interval very large (>1h), this may delay issue detection",
      })
  void odd_numbers_are_corrected_with_a_warning(
      String line, String key, long seconds, String warning) throws Exception {
    Configuration configuration = given("wg-monitor", line).load();
    assertThat(ConfigText.show(configuration)).contains("\n" + key + " = " + seconds + " ");
    assertThat(configuration.warnings()).anyMatch(told -> told.contains(warning));
  }

  @Test
  void our_own_settings_are_never_corrected() throws Exception {
    Files.writeString(folder.resolve("vpnledger.toml"), "interval = 1\nthreshold = 7200");
    assertThat(load().settings().interval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(load().warnings()).isEmpty();
    given("vpnledger", "VPNLEDGER_STATS_INTERVAL=9");
    assertThat(problems())
        .containsExactly(
            defaults
                + "/vpnledger:1:26: VPNLEDGER_STATS_INTERVAL: expected whole seconds from 60 to"
                + " 604800, found \"9\"");
  }

  @Test
  void a_value_that_is_none_is_told_with_its_place() throws Exception {
    given(
        "wg-monitor",
        """
        INTERVAL=soon
          THRESHOLD= 90 # seconds
        INTERFACE="wg0 wg1"
        DEBUG=maybe
        LOG_PATH=logs/wg.log
        INTERVAL 5
        """);
    String file = defaults + "/wg-monitor:";
    assertThat(problems())
        .containsExactly(
            file + "6:1: expected NAME=value",
            file + "1:10: INTERVAL: expected whole seconds from 1 to 86400, found \"soon\"",
            file
                + "2:14: THRESHOLD: expected whole seconds from 30 to 86400, found"
                + " \"90 # seconds\"",
            file
                + "3:11: INTERFACE: expected an interface's name, or an array of them, found \"wg0 wg1\"",
            file + "4:7: DEBUG: expected true or false, found \"maybe\"",
            file + "5:10: LOG_PATH: expected an absolute path, found \"logs/wg.log\"");
  }

  @Test
  void unknown_names_are_warnings_since_other_programs_may_read_the_file() throws Exception {
    given("wg-monitor", "INTERVALL=5\nVPNLEDGER_INTERVAL=9\n");
    given("vpnledger", "VPNLEDGER_JAVA_OPTIONS=-Xmx64m\nVPNLEDGER_INTERVALL=5\nPATH=/bin\n");
    assertThat(load().warnings())
        .containsExactly(
            defaults + "/wg-monitor:1:11: INTERVALL: unknown variable (did you mean 'INTERVAL'?)",
            defaults + "/wg-monitor:2:20: VPNLEDGER_INTERVAL: unknown variable",
            defaults
                + "/vpnledger:2:21: VPNLEDGER_INTERVALL: unknown variable (did you mean"
                + " 'VPNLEDGER_INTERVAL'?)",
            defaults + "/vpnledger:3:6: PATH: unknown variable");
    assertThat(load().settings().interval()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void ours_may_name_the_settings_file() throws Exception {
    Files.writeString(folder.resolve("other.toml"), "interval = 9");
    given("vpnledger", "VPNLEDGER_CONFIG=" + folder.resolve("other.toml"));
    environment.put("VPNLEDGER_CONFIG", ""); // not set
    assertThat(load().settings().interval()).isEqualTo(Duration.ofSeconds(9));
    given("vpnledger", "VPNLEDGER_CONFIG=other.toml");
    assertThat(problems())
        .containsExactly(
            defaults
                + "/vpnledger:1:18: VPNLEDGER_CONFIG: expected an absolute path, found"
                + " \"other.toml\"");
  }

  @Test
  void an_instance_has_files_and_folders_of_its_own() throws Exception {
    given("wg-monitor", "INTERVAL=6").given("vpnledger", "THRESHOLD=200");
    given("wg-monitor-wg0", "INTERVAL=7").given("vpnledger-wg0", "STATS_INTERVAL=700");
    flags.put("instance", "wg0");
    Settings settings = load().settings();
    assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(7));
    assertThat(settings.threshold()).isEqualTo(Duration.ofMinutes(3));
    assertThat(settings.statsInterval()).isEqualTo(Duration.ofSeconds(700));
    assertThat(settings.dataDir()).isEqualTo(Path.of("/var/lib/vpnledger-wg0"));
    assertThat(settings.logDir()).isEqualTo(Path.of("/var/log/wireguard-wg0"));
    assertThat(settings.audit().logPath()).isEqualTo(Path.of("/var/log/wg_monitor-wg0.log"));
    flags.clear();
    environment.put("VPNLEDGER_INSTANCE", "wg0");
    assertThat(load().settings()).isEqualTo(settings);
  }

  @Test
  void an_instance_has_settings_of_its_own_if_they_are_there() throws Exception {
    Files.writeString(folder.resolve("vpnledger.toml"), "interval = 8");
    flags.put("instance", "wg0");
    assertThat(load().settings().interval()).isEqualTo(Duration.ofSeconds(8));
    Files.writeString(folder.resolve("wg0.toml"), "interval = 9");
    assertThat(load().settings().interval()).isEqualTo(Duration.ofSeconds(9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", ".x", "-x", "a/b", "a b", "a\nb", "é"})
  void an_instances_name_leads_nowhere(String name) {
    flags.put("instance", name);
    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith("--instance: expected 1 to 64 letters, digits,");
  }

  @Test
  void a_file_that_cannot_be_read_is_told() throws IOException {
    Files.createDirectory(defaults.resolve("wg-monitor"));
    Files.write(defaults.resolve("vpnledger"), new byte[] {'A', '=', (byte) 0xff});
    assertThat(problems())
        .containsExactly(
            defaults + "/wg-monitor: a folder, not a file",
            defaults + "/vpnledger: not text in UTF-8");
  }

  @Test
  void a_script_is_named_by_its_path() throws Exception {
    given("wg-monitor", "ON_CHANGE_SCRIPT=\"/usr/local/sbin/on change\"\n");
    assertThat(load().settings().hook().script())
        .isEqualTo(Optional.of(Path.of("/usr/local/sbin/on change")));
  }
}
