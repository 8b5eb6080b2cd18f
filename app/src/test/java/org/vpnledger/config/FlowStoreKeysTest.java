package org.vpnledger.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The store of the flow log, in a table within a table. */
final class FlowStoreKeysTest {
  @TempDir Path folder;

  private Settings load(String toml, Map<String, String> environment) throws Exception {
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
                folder.resolve("default")))
        .settings();
  }

  @Test
  void a_store_is_set_in_its_table_and_by_variables() throws Exception {
    FlowStoreSection store =
        load(
                """
                [flow.s3]
                bucket = "vpn-flows"
                path_style = "off"
                credentials = "file"
                credentials_file = "keys"
                keep = "keep"
                limit = "512MiB"
                """,
                Map.of("VPNLEDGER_FLOW_S3_REGION", "eu-central-1"))
            .flowStore();
    assertThat(store.isConfigured()).isTrue();
    assertThat(store.bucket()).isEqualTo("vpn-flows");
    assertThat(store.region()).isEqualTo("eu-central-1");
    assertThat(store.pathStyle()).contains(false);
    assertThat(store.credentialsFile()).contains(folder.resolve("keys"));
    assertThat(store.keep()).isTrue();
    assertThat(store.limitBytes()).isEqualTo(512L << 20);
  }

  @ParameterizedTest
  @CsvSource({"10GB,10000000000", "1 GiB,1073741824", "2000000,2000000", "5000kB,5000000"})
  void sizes_are_read_with_their_units(String text, long bytes) throws Exception {
    assertThat(load("flow.s3.limit = \"" + text + "\"", Map.of()).flowStore().limitBytes())
        .isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"10 gigs\"", "\"999kB\"", "1", "\"-5GB\"", "\"999999999999999TB\"", "true"})
  void what_is_no_size_is_told(String value) {
    assertThatThrownBy(() -> load("[flow.s3]\nlimit = " + value, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("t.toml:2:9: flow.s3.limit: expected bytes from 1MB to 1024TiB");
  }

  @Test
  void a_wrong_key_within_is_named_and_so_is_a_table_that_is_none() {
    assertThatThrownBy(() -> load("[flow.s3]\nbuket = \"x\"", Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("unknown key 'flow.s3.buket'")
        .hasMessageContaining("bucket");
    assertThatThrownBy(() -> load("flow = 3", Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("flow: expected a table [flow], found 3");
  }
}
