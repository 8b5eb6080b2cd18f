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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.vpn.Noticing;
import org.vpnledger.vpn.PeerKey;

class ConfigurationTest {
  private static final String KEY = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";

  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> flags = new HashMap<>();
  private boolean root;

  private Surroundings here() {
    return new Surroundings(
        environment,
        root,
        "gw1",
        ZoneId.of("Europe/Berlin"),
        Path.of("/home/ann"),
        folder,
        folder.resolve("default.toml"),
        folder.resolve("default"));
  }

  private Configuration load() throws ConfigException {
    return Configuration.load(flags, here());
  }

  private Configuration load(String toml) throws ConfigException, IOException {
    Files.writeString(folder.resolve("vpnledger.toml"), toml);
    flags.put("config", "vpnledger.toml");
    return load();
  }

  private List<String> problems(String toml) throws IOException {
    Files.writeString(folder.resolve("vpnledger.toml"), toml);
    flags.put("config", "vpnledger.toml");
    return problems();
  }

  private List<String> problems() {
    ConfigException refused = catchThrowableOfType(ConfigException.class, this::load);
    return refused == null ? List.of() : refused.problems();
  }

  @Test
  void without_anything_set_there_are_defaults() throws ConfigException {
    Settings settings = load().settings();
    assertThat(settings)
        .isEqualTo(
            new Settings(
                "gw1",
                ZoneId.of("Europe/Berlin"),
                Path.of("/home/ann/.local/state/vpnledger"),
                Path.of("/home/ann/.local/state/vpnledger/log"),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Noticing.KPROBE,
                Duration.ofMinutes(3),
                List.of(),
                Duration.ofHours(1),
                false,
                false,
                new Settings.Session(Duration.ofMinutes(5)),
                List.of(),
                new Settings.Names(Map.of(), List.of(), true),
                new Settings.Files(true, Duration.ofHours(1), false, 90),
                new Settings.Audit(
                    true,
                    Path.of("/home/ann/.local/state/vpnledger/log/wg_monitor.log"),
                    List.of(),
                    1 << 20,
                    7,
                    Optional.empty(),
                    "",
                    Optional.empty()),
                new Settings.Hook(
                    Optional.empty(),
                    List.of("ONLINE", "OFFLINE", "REMOVED"),
                    Duration.ofSeconds(10),
                    16,
                    5),
                new Settings.Web(
                    "127.0.0.1:9586",
                    "none",
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false),
                new Settings.Metrics(
                    List.of("mindflavor", "vpnledger"),
                    false,
                    false,
                    false,
                    true,
                    false,
                    250_000,
                    true,
                    Optional.empty()),
                new Settings.Push(Duration.ofSeconds(30), "", "", Optional.empty()),
                new Settings.Machine(
                    true, Duration.ofMinutes(1), Path.of("/home/ann/.local/state/vpnledger"), 30),
                new Settings.StatisticsPage(
                    Optional.empty(), Optional.empty(), Duration.ofMinutes(1), true, true, 7, 500),
                new Settings.Place(List.of(), 30, 1000, "", Optional.empty(), 10, 1000),
                new FlowSection(
                    false,
                    Path.of("/home/ann/.local/state/vpnledger/flow"),
                    List.of(),
                    "flows",
                    "whole",
                    true,
                    "",
                    "parquet",
                    Duration.ofSeconds(15),
                    Duration.ofMinutes(1),
                    262_144,
                    32_000_000,
                    Duration.ofMinutes(5),
                    1_000_000,
                    1,
                    "",
                    new FlowSection.Retention(7, 30, 30, 400),
                    List.of()),
                new FlowStoreSection(
                    "",
                    "",
                    "",
                    "",
                    Optional.empty(),
                    "environment",
                    Optional.empty(),
                    "default",
                    "none",
                    "",
                    Optional.empty(),
                    false,
                    false,
                    10_000_000_000L,
                    Duration.ofSeconds(30)),
                new Settings.Retention(7, 90, 5, 1825, 90)));
    assertThat(load().warnings()).isEmpty();
  }

  @Test
  void root_has_the_systems_folders_and_a_user_the_state_folder() throws ConfigException {
    environment.put("XDG_STATE_HOME", "/home/ann/state");
    assertThat(load().settings().dataDir()).isEqualTo(Path.of("/home/ann/state/vpnledger"));
    environment.put("XDG_STATE_HOME", "relative");
    assertThat(load().settings().dataDir()).isEqualTo(Path.of("/home/ann/.local/state/vpnledger"));
    root = true;
    assertThat(load().settings().dataDir()).isEqualTo(Path.of("/var/lib/vpnledger"));
    assertThat(load().settings().logDir()).isEqualTo(Path.of("/var/log/wireguard"));
  }

  @Test
  void flags_win_over_the_environment_and_that_over_the_file() throws Exception {
    environment.put("VPNLEDGER_INTERVAL", "20");
    environment.put("VPNLEDGER_FILES_KEEP_DAYS", "20");
    environment.put("VPNLEDGER_GATEWAY_NAME", ""); // empty is not set
    flags.put("interval", "30");
    Settings settings =
        load("gateway_name = 'x'\ninterval = 10\nthreshold = 200\n[files]\nkeep_days = 10\n")
            .settings();
    assertThat(settings.gatewayName()).isEqualTo("x");
    assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.threshold()).isEqualTo(Duration.ofSeconds(200));
    assertThat(settings.files().keepDays()).isEqualTo(20);
  }

  @Test
  void the_default_file_is_optional_but_a_named_one_must_exist() throws Exception {
    Files.writeString(folder.resolve("default.toml"), "interval = 7");
    assertThat(load().settings().interval()).isEqualTo(Duration.ofSeconds(7));
    environment.put("VPNLEDGER_CONFIG", "absent.toml");
    assertThat(problems()).containsExactly("absent.toml: no such file, named by VPNLEDGER_CONFIG");
    flags.put("config", "gone.toml");
    assertThat(problems()).containsExactly("gone.toml: no such file, named by --config");
    flags.put("config", ".");
    assertThat(problems()).containsExactly(".: a folder, not a file");
  }

  @Test
  void an_unknown_key_is_told_with_its_place_and_the_name_that_was_meant() throws IOException {
    assertThat(problems("# x\n\nintervall = 5\n[sesion]\n[files]\nkep_days = 3\ninterval = 60\n"))
        .containsExactly(
            "vpnledger.toml:3:1: unknown key 'intervall' (did you mean 'interval'?)",
            "vpnledger.toml:4:1: unknown key 'sesion' (did you mean 'session'?)",
            "vpnledger.toml:6:1: unknown key 'files.kep_days' (did you mean 'files.keep_days'?)");
    assertThat(problems("nonsense = 1\n[session]\nthreshold = 200"))
        .containsExactly(
            "vpnledger.toml:1:1: unknown key 'nonsense'",
            "vpnledger.toml:3:1: unknown key 'session.threshold'"
                + " (did you mean 'threshold'? it belongs above the first [table])");
  }

  @Test
  void a_wrong_value_is_told_with_its_place_and_what_was_expected() throws IOException {
    assertThat(
            problems(
                """
                gateway_name = ""
                zone = "Mars/Base"
                data_dir = 7
                interval = "fast"
                threshold = [ 1 ]
                session = 3
                [files]
                enabled = "yes"
                interval = 7000
                [retention]
                hours_days = 0
                """))
        .containsExactly(
            "vpnledger.toml:1:16: gateway_name: expected a name of 1 to 64 characters on one line,"
                + " found \"\"",
            "vpnledger.toml:2:8: zone: expected a time zone such as \"Europe/Berlin\", found"
                + " \"Mars/Base\"",
            "vpnledger.toml:3:12: data_dir: expected a path, found 7",
            "vpnledger.toml:4:12: interval: expected whole seconds from 1 to 86400, found \"fast\"",
            "vpnledger.toml:5:13: threshold: expected whole seconds from 30 to 86400, found an array"
                + " of 1",
            "vpnledger.toml:6:11: session: expected a table [session], found 3",
            "vpnledger.toml:8:11: files.enabled: expected true or false, found \"yes\"",
            "vpnledger.toml:9:12: files.interval: expected whole seconds from 60 to 86400 that"
                + " divide a day, found 7000",
            "vpnledger.toml:11:14: retention.hours_days: expected whole days from 1 to 36500,"
                + " found 0");
  }

  @Test
  void all_problems_of_all_origins_are_collected() throws IOException {
    environment.put("VPNLEDGER_THRESHOLD", "soon");
    flags.put("files.keep_days", "-1");
    flags.put("fils.enabled", "true");
    assertThat(problems("interval = 0"))
        .containsExactly(
            "vpnledger.toml:1:12: interval: expected whole seconds from 1 to 86400, found 0",
            "VPNLEDGER_THRESHOLD: expected whole seconds from 30 to 86400, found \"soon\"",
            "--files-keep-days: expected whole days from 1 to 36500, found \"-1\"",
            "unknown key 'fils.enabled' (did you mean 'files.enabled'?)");
  }

  @Test
  void broken_toml_is_told_with_line_and_column_and_nothing_follows_from_it() throws IOException {
    assertThat(problems("interval = 5\nthreshold =\nunknown = 1\n"))
        .singleElement()
        .asString()
        .startsWith("vpnledger.toml:2:12: ");
    assertThat(problems("interval = 5\ninterval = 6\n"))
        .containsExactly("vpnledger.toml:2:1: interval previously defined at line 1, column 1");
  }

  @Test
  void names_are_checked_and_cleaned() throws Exception {
    Settings.Names names =
        load("names_files = ['wg0.json', '/x/wg1.json']\n[names]\n\"" + KEY + "\" = ' Ann\\n'\n")
            .settings()
            .names();
    assertThat(names.table()).isEqualTo(Map.of(new PeerKey(KEY), "Ann\\n"));
    assertThat(names.files()).containsExactly(folder.resolve("wg0.json"), Path.of("/x/wg1.json"));
    assertThat(names.search()).as("who names files wants those").isFalse();
    assertThat(load("").settings().names().search()).isTrue();
    assertThat(load("names_files = ['x']\nnames_search = true").settings().names().search())
        .isTrue();
    assertThat(problems("[names]\n\"abc=\" = 'x'\n\"" + KEY + "\"  =  ''\n"))
        .containsExactly(
            "vpnledger.toml:2:1: names: expected a WireGuard public key (44 characters of base64),"
                + " found \"abc=\"",
            "vpnledger.toml:3:52: names: expected a name, found \"\"");
  }

  @Test
  void sources_are_read_in_order_and_named_after_their_place_or_their_type() throws Exception {
    assertThat(
            load("""
            [[source]]
            type = "uapi"
            [[source]]
            type = "command"
            name = "remote"
            command = "ssh  gw2 wg show all dump "
            interface = "wg0"
            timeout = 20
            [[source]]
            type = "uapi"
            directory = "/run/wg"
            interface = ["wg1", "wg2"]
            [[source]]
            type = "command"
            [[source]]
            [[source]]
            netns = "docker:wg-easy"
            [[source]]
            type = "netlink"
            netns = "/run/netns/blue"
            """)
                .settings()
                .sources())
        .containsExactly(
            new SourceSettings.Uapi(
                "uapi", List.of(), Duration.ofSeconds(10), Path.of("/var/run/wireguard")),
            new SourceSettings.Command(
                "remote",
                List.of("wg0"),
                Duration.ofSeconds(20),
                List.of("ssh", "gw2", "wg", "show", "all", "dump")),
            new SourceSettings.Uapi(
                "uapi-2", List.of("wg1", "wg2"), Duration.ofSeconds(10), Path.of("/run/wg")),
            new SourceSettings.Command(
                "command", List.of(), Duration.ofSeconds(10), List.of("wg", "show", "all", "dump")),
            new SourceSettings.WireGuard("wireguard", List.of(), Duration.ofSeconds(10), ""),
            new SourceSettings.WireGuard(
                "wg-easy", List.of(), Duration.ofSeconds(10), "docker:wg-easy"),
            new SourceSettings.Netlink(
                "blue", List.of(), Duration.ofSeconds(10), "/run/netns/blue"));
  }

  @Test
  void a_wrong_source_is_told() throws IOException {
    assertThat(
            problems(
                """
                [[source]]
                netns = "a b"
                [[source]]
                type = "uapi"
                netns = "blue"
                name = "a"
                command = ["wg"]
                [[source]]
                type = "command"
                name = "a"
                commnd = "x"
                command = []
                [[source]]
                type = "kernel"
                interface = "../x"
                """))
        .containsExactly(
            "vpnledger.toml:2:9: source.netns: expected a namespace of 'ip netns', a path, a process"
                + " id in quotes, or a container's name, found \"a b\"",
            "vpnledger.toml:5:9: source.netns: has no meaning with type \"uapi\"",
            "vpnledger.toml:7:11: source.command: has no meaning with type \"uapi\"",
            "vpnledger.toml:11:1: unknown key 'source.commnd' (did you mean 'source.command'?)",
            "vpnledger.toml:12:11: source.command: expected a command, or an array of its words,"
                + " found an array of 0",
            "vpnledger.toml:14:8: source.type: expected \"wireguard\", \"netlink\", \"uapi\","
                + " \"command\", \"openvpn-status\" or \"openvpn-management\", found \"kernel\"",
            "vpnledger.toml:15:13: source.interface: expected an interface's name, or an array of"
                + " them, found \"../x\"",
            "vpnledger.toml:10:8: source.name: there is another source \"a\"");
    assertThat(problems("[source]\ntype = 'uapi'"))
        .containsExactly("vpnledger.toml:1:1: source: expected tables [[source]], found a table");
  }

  @Test
  void an_openvpn_server_is_read_once_and_by_what_it_is_read_by() throws Exception {
    assertThat(
            problems(
                """
                [[source]]
                type = "openvpn-status"
                file = "/run/a"
                [[source]]
                type = "openvpn-status"
                file = "/run/./a"
                [[source]]
                type = "openvpn-management"
                address = "unix:/run/m"
                [[source]]
                type = "openvpn-management"
                address = "/run/m"
                password_file = "p"
                [[source]]
                type = "openvpn-management"
                address = "localhost"
                file = "/run/a"
                """))
        .containsExactly(
            "vpnledger.toml:16:11: source.address: expected ADDRESS:PORT, or a Unix socket as"
                + " unix:/PATH, found \"localhost\"",
            "vpnledger.toml:17:8: source.file: has no meaning with type \"openvpn-management\"",
            "vpnledger.toml:6:8: source.file: another source reads this file already",
            "vpnledger.toml:12:11: source.address: another source reads this address already");
  }

  @Test
  void an_openvpn_server_without_a_name_is_called_as_a_flag_would_call_it() throws Exception {
    assertThat(
            load("""
            [[source]]
            type = "openvpn-status"
            file = "/run/openvpn-server/status-office.log"
            [[source]]
            type = "openvpn-status"
            [[source]]
            type = "openvpn-management"
            [[source]]
            type = "openvpn-management"
            address = "unix:/run/branch-management.sock"
            """)
                .settings()
                .sources())
        .extracting(SourceSettings::name)
        .containsExactly("office", "openvpn", "openvpn-2", "branch");
  }

  @Test
  void of_a_source_of_an_unknown_type_nothing_is_said_but_that() throws Exception {
    assertThat(problems("[[source]]\ntype = 'openvpn'\nfile = '/run/a'"))
        .singleElement()
        .asString()
        .startsWith("vpnledger.toml:2:8: source.type: expected \"wireguard\"");
  }

  @Test
  void a_low_threshold_and_an_unknown_variable_are_warnings() throws Exception {
    environment.put("VPNLEDGER_INTERVALL", "5");
    environment.put("VPNLEDGER_NOW", "2026-01-01T00:00:00Z");
    environment.put("VPNLEDGER_JAVA_OPTIONS", "-Xmx64m");
    environment.put("LANG", "C");
    assertThat(load("threshold = 120").warnings())
        .containsExactly(
            "VPNLEDGER_INTERVALL: unknown variable (did you mean 'VPNLEDGER_INTERVAL'?)",
            "vpnledger.toml:1:13: threshold: the kernel rekeys after 120 s: a lower threshold flaps");
    assertThat(load("threshold = 150").warnings()).hasSize(1);
  }

  @Test
  void an_array_cannot_be_a_variable() {
    environment.put("VPNLEDGER_NAMES_FILES", "/a:/b");
    assertThat(problems())
        .containsExactly("VPNLEDGER_NAMES_FILES: an array of paths can only be set in the file");
  }

  @Test
  void a_file_that_is_not_text_is_refused() throws IOException {
    Files.write(folder.resolve("default.toml"), new byte[] {'a', '=', '"', (byte) 0xff, '"'});
    assertThat(problems()).containsExactly(folder.resolve("default.toml") + ": not text in UTF-8");
  }

  @Test
  void a_source_is_not_named_as_one_that_is_always_there() throws Exception {
    assertThat(problems("[[source]]\ntype = 'wireguard'\nname = 'handshakes'"))
        .containsExactly(
            "vpnledger.toml:3:8: source.name: \"handshakes\" is what notices handshakes: choose another name");
  }
}
