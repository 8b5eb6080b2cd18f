package org.vpnledger.source.openvpn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is not a whole status file of a server, and what is said of it. */
class RefusedStatusTest {
  private static final String HEAD =
      """
      TITLE,OpenVPN 2.6.14
      TIME,2026-01-01 10:00:00,1767261600
      HEADER,CLIENT_LIST,Common Name,Real Address,Bytes Received,Bytes Sent,Connected Since,Connected Since (time_t),Client ID
      """;
  private static final String CLIENT =
      "CLIENT_LIST,a,192.0.2.1:1,1,2,2026-01-01 09:00:00,1767258000,%d\n";

  @Test
  void a_file_that_is_cut_anywhere_is_torn_or_garbled_but_never_believed() throws Exception {
    for (String name : Golden.SERVERS) {
      String whole = Golden.text(name);
      for (int length = 0; length < whole.length() - 1; length++) {
        String cut = whole.substring(0, length);
        boolean atLine = length == 0 || cut.endsWith("\n");
        assertThatThrownBy(() -> Golden.parse(cut))
            .as(name + " cut at " + length)
            .isInstanceOf(atLine ? TornStatusException.class : MalformedStatusException.class);
      }
      assertThat(Golden.parse(whole.stripTrailing())).isEqualTo(Golden.file(name)); // no newline
    }
  }

  @Test
  void the_end_of_the_last_writing_behind_the_new_one_is_torn() {
    for (String name : List.of("2.6-v1", "2.6-v2", "2.6-v3")) {
      torn(Golden.text(name) + "192.0.2.1:1,x\nEND\n", "more behind END");
      torn(Golden.text(name) + "\n", "more behind END");
    }
  }

  @Test
  void two_writings_at_once_are_torn() {
    torn(HEAD + CLIENT.formatted(1) + CLIENT.formatted(1) + "END\n", "client 1 is listed twice");
    torn(HEAD + HEAD.substring(HEAD.indexOf("HEADER")) + "END\n", "a second list of clients");
    torn(HEAD + HEAD.substring(HEAD.indexOf("TIME")) + "END\n", "a second time of writing");
  }

  @Test
  void what_is_left_of_a_line_is_refused() {
    refused(HEAD + CLIENT.formatted(1) + "53000,x\nEND\n", "line 5: not a line of a status file");
    refused(HEAD + "CLIENT_LIST,a,192.0.2.1:1\nEND\n", "line 4: fewer fields than columns");
  }

  @Test
  void a_clients_own_file_is_named_as_what_it_is() {
    refused(
        Golden.text("2.6-client"),
        "line 1: the status file of an OpenVPN client or of a tunnel with one peer, which names"
            + " nobody: give that of a server (--mode server)");
  }

  @Test
  void other_files_are_refused_by_their_first_line() {
    refused("ERROR: bad status format version number\n", "set its status-version to 1, 2 or 3");
    refused(
        "\u007fELF\u0001\u0002", "line 1: not the first line of an OpenVPN server's status file");
    refused("OpenVPN CLIENT LISTS\n", "line 1: not the first line");
    refused("TITLE", "line 1: not the first line");
    torn("", "empty: the server has not written it yet");
  }

  @Test
  void values_out_of_bounds_are_refused() {
    String client = CLIENT.formatted(1);
    refusedClient(client.replace(",1,2,", ",x,2,"), "\"Bytes Received\" is not a number");
    refusedClient(client.replace(",1,2,", ",1,,"), "\"Bytes Sent\" is empty");
    refusedClient(client.replace(",1,2,", ",1,-2,"), "\"Bytes Sent\" is not a number");
    refusedClient(client.replace(",1,2,", ",18446744073709551615,2,"), "\"Bytes Received\"");
    refusedClient(client.replace("1767258000", "4294967296"), "\"Connected Since (time_t)\"");
    refusedClient(client.replace("192.0.2.1:1", ""), "\"Real Address\" is empty");
    refused(
        Golden.text("2.6-v1").replace("2026-11-28", "2026-02-30"), "a time that no calendar has");
    refused(Golden.text("2.6-v1").replace("2026-11-28", "28.11.2026"), "a time is neither");
    refused(Golden.text("2.4-v1").replace("Nov 28", "Nev 28"), "a time is neither");
    refused(Golden.text("2.6-v2").replace("dco_enabled,0", "dco_enabled,2"), "a statistic");
    refused(Golden.text("2.6-v2").replace("Bytes Sent", "Sent"), "no column \"Bytes Sent\"");
    refused(Golden.text("2.6-v2").replace("Bytes Sent", "Bytes Received"), "two columns");
    refused("TITLE,x\nEND\n", "the time of writing is missing");
    refused("TITLE,x\nCLIENT_LIST,a\nEND\n", "line 2: a client before the header");
  }

  @Test
  void hostile_sizes_are_refused() {
    refused(HEAD + "CLIENT_LIST," + "a".repeat(2000), "line 4: longer than OpenVPN's lines");
    refused("TITLE," + "a".repeat(2000), "line 1: longer than OpenVPN's lines");
    StringBuilder many = new StringBuilder(HEAD);
    for (int i = 0; i <= 100_000; i++) {
      many.append(CLIENT.formatted(i));
    }
    refused(many + "END\n", "line 100004: more than 100000 clients");
    refused(
        "TITLE,x\nHEADER,CLIENT_LIST" + ",x".repeat(100) + "\n", "more columns than OpenVPN has");
    refused("TITLE,x\n" + "CLIENT_LIST".repeat(3) + "\n", "not a line of a status file");
  }

  private static void refusedClient(String client, String message) {
    refused(HEAD + client + "END\n", "line 4: " + message);
  }

  private static void refused(String text, String message) {
    assertThatThrownBy(() -> Golden.parse(text))
        .isExactlyInstanceOf(MalformedStatusException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  private static void torn(String text, String message) {
    assertThatThrownBy(() -> Golden.parse(text))
        .isInstanceOf(TornStatusException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }
}
