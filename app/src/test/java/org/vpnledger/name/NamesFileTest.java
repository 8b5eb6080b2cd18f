package org.vpnledger.name;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesFileTest {
  private static @Nullable ParsedNames parse(String text) throws NameFileException {
    return NamesFile.parse("file", text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "two-clients.json, WG_EASY, 2",
    "client.json, WIREGUARD_UI, 1",
    "clients.txt, PIVPN, 3",
    "peers.toml, EXPORTER, 3",
    "wg-easy.conf, COMMENTS, 3",
    "pivpn.conf, COMMENTS, 3",
    "wireguard-ui.conf, COMMENTS, 2"
  })
  void the_content_says_which_tool_wrote_it(String file, NameFormat format, int names)
      throws Exception {
    ParsedNames parsed = requireNonNull(NamesFile.parse(file, NameFiles.bytes(file)));
    assertThat(parsed.format()).isEqualTo(format);
    assertThat(parsed.names()).hasSize(names).containsKey(NameFiles.key('A'));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "{}", "{\"public\":1}", "a=b", "root:x:0:0:root:/root", "\0\1"})
  void what_no_tool_wrote_is_no_names_file(String text) throws Exception {
    assertThat(parse(text)).isNull();
  }

  @Test
  void an_empty_file_is_one_that_is_just_being_written() {
    assertThatExceptionOfType(NameFileException.class)
        .isThrownBy(() -> parse(" \n\n"))
        .withMessage("file:1:1: the file is empty");
  }

  @Test
  void pivpns_clients_are_named_with_or_without_an_address() throws Exception {
    ParsedNames parsed = NamesFile.parse("", NameFiles.bytes("clients.txt"));
    assertThat(parsed)
        .isEqualTo(
            new ParsedNames(
                NameFormat.PIVPN,
                Map.of(
                    NameFiles.key('A'), "alice",
                    NameFiles.key('B'), "bob.smith@home",
                    NameFiles.key('C'), "carol-old"),
                1));
  }

  @Test
  void the_exporters_file_is_the_part_of_toml_that_it_needs() throws Exception {
    ParsedNames parsed = NamesFile.parse("", NameFiles.bytes("peers.toml"));
    assertThat(parsed)
        .isEqualTo(
            new ParsedNames(
                NameFormat.EXPORTER,
                Map.of(
                    NameFiles.key('A'), "Alice",
                    NameFiles.key('B'), "Bob \"the\" builder",
                    NameFiles.key('C'), "Zoë \"x\""),
                1));
    assertThatExceptionOfType(NameFileException.class)
        .isThrownBy(() -> parse("[[peer]]\n  name = \"Ann\n"))
        .withMessage("file:2:3: expected name = \"…\"");
    assertThatExceptionOfType(NameFileException.class)
        .isThrownBy(() -> parse("[[peer]]\nname = \"\\U99999999\"\n"))
        .withMessage("file:2:1: an escape that TOML does not have");
  }

  @Test
  void a_client_of_wireguard_ui_without_a_name_is_called_by_its_mail_address()
      throws IOException, NameFileException {
    String named = NameFiles.text("client.json").replace("\"Alice\"", "\" \"");
    ParsedNames parsed = requireNonNull(parse(named));
    assertThat(parsed.names()).containsValue("alice@example.org");
  }
}
