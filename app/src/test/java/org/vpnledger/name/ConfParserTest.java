package org.vpnledger.name;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vpnledger.vpn.PeerKey;

class ConfParserTest {
  private static final PeerKey A = NameFiles.key('A');
  private static final PeerKey B = NameFiles.key('B');
  private static final PeerKey C = NameFiles.key('C');
  private static final PeerKey D = NameFiles.key('D');

  private static Map<PeerKey, String> names(String file) throws IOException {
    return ConfParser.parse(NameFiles.bytes(file)).names();
  }

  @Test
  void wg_easy_writes_the_name_and_an_id_that_is_no_part_of_it() throws IOException {
    assertThat(names("wg-easy.conf"))
        .isEqualTo(Map.of(A, "Alice", B, "JM MacBook Pro (office)", C, "Phone (old)"));
  }

  @Test
  void pivpn_names_disabled_clients_too() throws IOException {
    assertThat(names("pivpn.conf")).isEqualTo(Map.of(A, "alice", B, "bob-laptop", C, "carol@home"));
  }

  @Test
  void friendly_tags_stand_anywhere_in_the_block() throws IOException {
    assertThat(names("exporter.conf"))
        .isEqualTo(Map.of(A, "OnePlus 6T", B, "frcognoarch", C, "frcognowin10", D, "the last"));
  }

  @Test
  void wireguard_ui_writes_a_table_before_the_peer() throws IOException {
    assertThat(names("wireguard-ui.conf")).isEqualTo(Map.of(A, "Alice", B, "Bob = the builder"));
  }

  @Test
  void wgdashboard_writes_it_in_the_block_and_may_leave_it_empty() throws IOException {
    assertThat(names("wgdashboard.conf")).isEqualTo(Map.of(A, "Alice's phone", C, "Carol"));
  }

  @Test
  void both_well_known_install_scripts_are_understood() throws IOException {
    assertThat(names("installers.conf"))
        .isEqualTo(Map.of(A, "alice", B, "bob", C, "carol", D, "dave"));
  }

  @Test
  void a_single_comment_beside_the_header_or_the_key_is_a_name() throws IOException {
    ParsedNames parsed = ConfParser.parse(NameFiles.bytes("plain.conf"));
    assertThat(parsed.names())
        .isEqualTo(
            Map.of(
                A,
                "Ann's laptop",
                B,
                "peer_bob",
                D,
                "Dora",
                NameFiles.key('E'),
                "Éva",
                NameFiles.key('F'),
                "Fritz",
                NameFiles.key('H'),
                "Hugo",
                NameFiles.key('J'),
                "Jo",
                NameFiles.key('K'),
                "Kim"));
    assertThat(parsed.leftOut()).as("named, but without a key that is one").isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "# friendly_name = X          | FRIENDLY_NAME | X",
        "#friendly_name=X             | FRIENDLY_NAME | X",
        "# friendly_json = {\"name\":\"X\",\"id\":7} | FRIENDLY_JSON | X",
        "# friendly_json = {\"id\":7,\"z\":{}}      | FRIENDLY_JSON | 7",
        "#Name# = X                   | WGDASHBOARD | X",
        "# Name = X                   | NAME | X",
        "#+Name = X                   | NAME | X",
        "# Client: X (12)             | WG_EASY | X",
        "# Client: X (at home)        | WG_EASY | X (at home)",
        "### begin X Y ###            | PIVPN | X Y",
        "# BEGIN_PEER X               | BEGIN_PEER | X",
        "### Client X                 | CLIENT | X",
        "# Name:         X            | WIREGUARD_UI | X",
        "# X = Y? No: prose           | |",
        "# X's phone                  | PLAIN | X's phone",
        "## === X === ##              | PLAIN | X",
        "# friendly_name =            | |",
        "# friendly_json = {\"name\"} | PLAIN | friendly_json = {\"name\"}",
        "# -----                      | |",
        "### end X ###                | |",
        "# END_PEER X                 | |",
        "# AllowedIPs = 10.0.0.1/32   | |",
        "# [Peer]                     | |",
        "# Email:        a@b          | |",
      })
  void each_dialect_has_its_form(String comment, String dialect, String name) {
    Lines line = new Lines(comment.getBytes(UTF_8));
    assertThat(line.next()).isTrue();
    ConfComment read = ConfComment.of(line);
    if (dialect == null) {
      assertThat(read).isNull();
    } else {
      assertThat(read)
          .extracting(ConfComment::dialect, ConfComment::name)
          .containsExactly(ConfComment.Dialect.valueOf(dialect), name);
    }
  }

  @Test
  void what_friendly_json_says_of_a_peer_are_labels_unless_there_is_a_key_in_it() {
    String conf =
        """
        [Peer]
        # friendly_json = {"username": "ann", "id": 482, "on": true, "big": 1.5, "no-label": "x", "none": null}
        PublicKey = %s

        [Peer]
        # friendly_json = {"name": "bob", "device": "%s"}
        PublicKey = %s
        """
            .formatted(A.text(), NameFiles.key('Z').text(), B.text());
    ParsedNames parsed = ConfParser.parse(conf.getBytes(UTF_8));
    assertThat(parsed.labels())
        .isEqualTo(Map.of(A, Map.of("username", "ann", "id", "482", "on", "true", "big", "1.5")));
    assertThat(parsed.names()).isEqualTo(Map.of(A, "ann", B, "bob"));
  }

  @Test
  void what_is_cut_off_names_nobody_by_mistake() throws IOException {
    String whole = "[Peer]\nPublicKey = " + A.text() + "\n\n# Client: Bob (12)\n";
    assertThat(ConfParser.parse(whole.getBytes(UTF_8)).names()).isEmpty();
    Map<PeerKey, String> all = names("wg-easy.conf");
    String text = NameFiles.text("wg-easy.conf");
    for (int length = 0; length <= text.length(); length++) {
      Map<PeerKey, String> some =
          ConfParser.parse(text.substring(0, length).getBytes(UTF_8)).names();
      assertThat(all).as("cut at %d", length).containsAllEntriesOf(some);
    }
  }

  @Test
  void of_two_names_in_a_block_the_tools_own_counts_more_than_prose() {
    String both = "# the phone\n[Peer]\n# friendly_name = Ann\nPublicKey = " + A.text() + " # Xy\n";
    assertThat(ConfParser.parse(both.getBytes(UTF_8)).names()).isEqualTo(Map.of(A, "Ann"));
  }
}
