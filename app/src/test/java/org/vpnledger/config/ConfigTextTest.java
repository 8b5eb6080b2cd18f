package org.vpnledger.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTextTest {
  @TempDir Path folder;

  private Surroundings here(Map<String, String> environment) {
    return new Surroundings(
        environment,
        true,
        "gw1",
        ZoneId.of("Europe/Berlin"),
        Path.of("/root"),
        folder,
        folder.resolve("absent.toml"),
        folder.resolve("default"));
  }

  private static final String TOML =
      """
      gateway_name = "a \\"b\\" é"
      [names]
      "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=" = "Zoë"
      [[source]]
      type = "command"
      command = ["sudo", "wg \\\\ \\n"]
      [[source]]
      type = "uapi"
      interface = "wg0"
      [files]
      keep_days = 30
      """;

  private Configuration load(String toml) throws Exception {
    Files.writeString(folder.resolve("t.toml"), toml);
    return Configuration.load(
        Map.of("config", "t.toml", "interval", "9"), here(Map.of("VPNLEDGER_THRESHOLD", "200")));
  }

  @Test
  void what_is_shown_says_where_each_value_came_from() throws Exception {
    assertThat(ConfigText.show(load(TOML)))
        .isEqualTo(
            """
            gateway_name = "a \\"b\\" é"              # t.toml:1
            zone = "Europe/Berlin"                  # default
            data_dir = "/var/lib/vpnledger"         # default
            log_dir = "/var/log/wireguard"          # default
            interval = 9                            # flag --interval
            longest_interval = 30                   # default
            handshakes = "kprobe"                   # default
            threshold = 200                         # environment VPNLEDGER_THRESHOLD
            names_files = []                        # default
            names_search = true                     # default
            interface = []                          # default
            stats_interval = 3600                   # default
            debug = false                           # default
            kernel_log = false                      # default
            listen = "127.0.0.1:9586"               # default
            health_listen = "none"                  # default

            [session]
            resume = 300                            # default

            [[source]]
            type = "command"                        # t.toml:5
            name = "command"                        # default
            interface = []                          # default
            timeout = 10                            # default
            command = ["sudo", "wg \\\\ \\u000A"]      # t.toml:6

            [[source]]
            type = "uapi"                           # t.toml:8
            name = "uapi"                           # default
            interface = ["wg0"]                     # t.toml:9
            timeout = 10                            # default
            directory = "/var/run/wireguard"        # default

            # of several names for a key, this table's wins; then the first of names_files that
            # has one; then the first that is found: 'vpnledger names --all' shows all of them
            [names]
            "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=" = "Zoë" # t.toml:3

            [files]
            enabled = true                          # default
            interval = 3600                         # default
            usage_columns = false                   # default
            keep_days = 30                          # t.toml:11

            [audit]
            enabled = true                          # default
            log_path = "/var/log/wg_monitor.log"    # default
            allowed_folders = []                    # default
            rotate_bytes = 1048576                  # default
            rotate_count = 7                        # default
            json_path = ""                          # default
            syslog = ""                             # default
            key = ""                                # default

            [hook]
            script = ""                             # default
            events = ["ONLINE", "OFFLINE", "REMOVED"] # default
            timeout = 10                            # default
            parallel = 16                           # default
            attempts = 5                            # default

            [web]
            tokens = []                             # default
            users = []                              # default
            tls_certificate = ""                    # default
            tls_key = ""                            # default
            tls_client_ca = ""                      # default
            insecure = false                        # default

            [metrics]
            dialects = ["mindflavor", "vpnledger"]  # default
            separate_allowed_ips = false            # default
            remote_ip_and_port = false              # default
            handshake_delay = false                 # default
            friendly_names = true                   # default
            low_cardinality = false                 # default
            max_series = 250000                     # default
            created_series = true                   # default
            textfile = ""                           # default

            [push]
            interval = 30                           # default
            otlp_url = ""                           # default
            influx_url = ""                         # default
            token_file = ""                         # default

            [machine]
            enabled = true                          # default
            interval = 60                           # default
            disk = "/var/lib/vpnledger"             # default
            keep_days = 30                          # default

            [page]
            html_path = ""                          # default
            text_path = ""                          # default
            write_interval = 60                     # default
            providers = true                        # default
            full_names = true                       # default
            ip_information_shown_in_web = 7         # default
            most_rows = 500                         # default

            [place]
            databases = []                          # default
            refresh_days = 30                       # default
            fastest_kmh = 1000                      # default
            lookup_url = ""                         # default
            lookup_token_file = ""                  # default
            lookups_per_minute = 10                 # default
            lookups_per_day = 1000                  # default

            [flow]
            enabled = false                         # default
            folder = "/var/lib/vpnledger/flow"      # default
            interfaces = []                         # default
            log = "flows"                           # default
            destinations = "whole"                  # default
            dns = true                              # default
            filter = ""                             # default
            format = "parquet"                      # default
            idle_timeout = 15                       # default
            active_timeout = 60                     # default
            table_size = 262144                     # default
            ring = "32MB"                           # default
            segment_interval = 300                  # default
            segment_rows = 1000000                  # default
            key_rotation = 1                        # default
            ipfix = ""                              # default

            [flow.retention]
            packets = 7                             # default
            flows = 30                              # default
            dns = 30                                # default
            totals = 400                            # default

            [flow.s3]
            endpoint = ""                           # default
            region = ""                             # default
            bucket = ""                             # default
            prefix = ""                             # default
            path_style = "auto"                     # default
            credentials = "environment"             # default
            credentials_file = ""                   # default
            profile = "default"                     # default
            encryption = "none"                     # default
            kms_key = ""                            # default
            ca_file = ""                            # default
            allow_http = false                      # default
            keep = "remove"                         # default
            limit = "10GB"                          # default
            timeout = 30                            # default

            [retention]
            five_minutes_days = 7                   # default
            hours_days = 90                         # default
            days_years = 5                          # default
            events_days = 1825                      # default
            readings_days = 90                      # default
            """);
  }

  @Test
  void what_is_shown_can_be_read_back() throws Exception {
    Configuration first = load(TOML.replace("gateway", "names_files = ['/x']\ngateway"));
    assertThat(load(ConfigText.show(first)).settings()).isEqualTo(first.settings());
  }

  @Test
  void the_defaults_uncommented_are_the_defaults() throws Exception {
    String text = ConfigText.defaults(here(Map.of()));
    assertThat(text.lines()).allMatch(line -> line.isEmpty() || line.startsWith("#"));
    // Five keys of a source belong to types that are not the default.
    String others = "(?m)^#(directory|command|file|address|password_file) = .*\\n";
    assertThat(text.replaceAll(others, "")).hasLineCount((int) text.lines().count() - 5);
    String uncommented = text.replaceAll(others, "").replaceAll("(?m)^#(?! )", "");
    Settings read = load(uncommented).settings();
    Settings defaults = load("").settings();
    assertThat(read.sources()).hasSize(1);
    assertThat(read.files()).isEqualTo(defaults.files());
    assertThat(read.retention()).isEqualTo(defaults.retention());
    assertThat(read.web()).isEqualTo(defaults.web());
    assertThat(read.metrics()).isEqualTo(defaults.metrics());
    assertThat(read.push()).isEqualTo(defaults.push());
    assertThat(read.machine()).isEqualTo(defaults.machine());
    assertThat(read.page()).isEqualTo(defaults.page());
    assertThat(read.place()).isEqualTo(defaults.place());
    assertThat(read.flow().retention()).isEqualTo(defaults.flow().retention());
    assertThat(read.flow().rules()).hasSize(1); // the example, since no key of a rule has a default
    assertThat(read.dataDir()).isEqualTo(defaults.dataDir());
    Keys.BY_NAME
        .values()
        .forEach(
            key -> assertThat(text).contains("# " + key.meaning(), "#" + key.lastName() + " ="));
  }

  @Test
  void every_key_has_a_variable_of_its_own_that_is_not_reserved() {
    assertThat(Variables.BY_VARIABLE).hasSameSizeAs(Keys.BY_NAME);
    assertThat(Variables.BY_VARIABLE).doesNotContainKeys(Variables.RESERVED.toArray(String[]::new));
  }
}
