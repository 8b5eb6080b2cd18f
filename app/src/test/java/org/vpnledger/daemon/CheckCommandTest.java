package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over what a command prints: two interfaces whose peers shook hands long ago. */
class CheckCommandTest {
  private static final String KEY = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";

  @TempDir Path folder;
  private Prompt user;
  private Path log;

  @BeforeEach
  void take_a_dump_as_the_source() throws IOException {
    user = new Prompt(folder);
    log = user.log.resolve("connections.log");
    Path dump = folder.resolve("all.dump");
    long longAgo = Instant.now().minusSeconds(400).getEpochSecond();
    Files.writeString(dump, tunnel("wg0", longAgo) + tunnel("wg1", longAgo));
    read(dump);
  }

  private static String tunnel(String name, long handshake) {
    return """
    %1$s\t(none)\t(none)\t51820\toff
    %1$s\t%2$s\t(none)\t192.0.2.10:51820\t10.8.0.2/32\t%3$d\t1024\t0\toff
    """
        .formatted(name, KEY, handshake);
  }

  private void read(Path dump) {
    user.settings(
        "names_search = false\n[[source]]\ntype = \"command\"\ncommand = [\"cat\", \"%s\"]\n"
            .formatted(dump));
  }

  @Test
  void a_stale_peer_is_not_healthy_and_what_was_printed_is_appended() throws IOException {
    Prompt.Answer answer = user.run("check");
    assertThat(answer.code()).isEqualTo(3);
    assertThat(answer.err()).isEmpty();
    assertThat(answer.out().lines())
        .hasSize(7)
        .contains("Peer " + KEY + " connected from: 192.0.2.10:51820")
        .contains("Peer " + KEY + ": transfer: 1.00 KiB received, 0 B sent")
        .anyMatch(line ->
            line.matches(
                "WARNING: Stale peer \\Q%s\\E - latest handshake: 6 minutes, 4\\d seconds ago"
                    .formatted(KEY)));
    assertThat(log).hasContent(answer.out());
    Prompt.Answer again = user.run("check");
    assertThat(log).hasContent(answer.out() + again.out());
    assertThat(user.data).doesNotExist();
  }

  @Test
  void only_one_interface_if_one_is_named() {
    assertThat(user.run("check", "wg1", "--json").out()).contains("wg1").doesNotContain("\"wg0\"");
    Prompt.Answer absent = user.run("check", "wg7");
    assertThat(absent.code()).isEqualTo(3);
    assertThat(absent.err())
        .isEqualTo("vpnledger: no WireGuard interface 'wg7' can be read: 'ip link' shows all\n");
  }

  @Test
  void the_interfaces_of_the_settings_unless_one_is_named() throws IOException {
    user.settings("interface = \"wg1\"\n" + Files.readString(user.config()));
    assertThat(user.run("check", "--json").out()).contains("wg1").doesNotContain("\"wg0\"");
    assertThat(user.run("check", "wg0", "--json").out()).contains("\"wg0\"").doesNotContain("wg1");
  }

  @Test
  void json_is_not_logged_and_its_fields_are_documented() throws IOException {
    Prompt.Answer answer = user.run("check", "--json");
    assertThat(answer.code()).isEqualTo(3);
    assertThat(answer.out()).contains("\"stale\":true");
    String documented = Files.readString(Path.of("../docs/fields.md"));
    assertThat(Pattern.compile("\"([a-z_]+)\":").matcher(answer.out()).results())
        .isNotEmpty()
        .allMatch(field -> documented.contains("| `" + field.group(1) + "` |"));
    assertThat(log).doesNotExist();
  }

  @Test
  void an_openvpn_server_is_read_too_and_knows_nobody_who_is_stale() throws IOException {
    Path status = folder.resolve("status");
    Files.writeString(
        status,
        """
        OpenVPN CLIENT LIST
        Updated,2026-01-01 10:00:00
        Common Name,Real Address,Bytes Received,Bytes Sent,Connected Since
        alice,192.0.2.4:5555,1024,200,2026-01-01 09:00:00
        ROUTING TABLE
        Virtual Address,Common Name,Real Address,Last Ref
        GLOBAL STATS
        Max bcast/mcast queue length,0
        END
        """);
    user.settings("[[source]]\ntype = \"openvpn-status\"\nfile = \"%s\"\n".formatted(status));
    Prompt.Answer answer = user.run("check");
    assertThat(answer.err()).isEmpty();
    assertThat(answer.code()).isZero();
    assertThat(answer.out().lines().skip(1))
        .containsExactly(
            "Peer alice connected from: 192.0.2.4:5555",
            "Peer alice: transfer: 1.00 KiB received, 200 B sent");
  }

  @Test
  void a_management_interface_is_left_to_the_daemon() {
    user.settings("[[source]]\ntype = \"openvpn-management\"\naddress = \"unix:/nowhere\"\n");
    Prompt.Answer answer = user.run("check");
    assertThat(answer.code()).isEqualTo(3);
    assertThat(answer.err())
        .isEqualTo(
            "vpnledger: a management interface has room for the daemon alone: see 'vpnledger"
                + " status'\n");
  }

  @Test
  void what_cannot_be_read_is_told_and_not_healthy() {
    read(folder.resolve("absent"));
    Prompt.Answer answer = user.run("check");
    assertThat(answer.code()).isEqualTo(3);
    assertThat(answer.err()).startsWith("vpnledger: source command: cat").hasLineCount(1);
    assertThat(answer.out()).startsWith("=== WireGuard Monitor - ").hasLineCount(1);
  }

  @Test
  void a_log_that_is_a_link_is_refused_and_the_answer_printed_nevertheless() throws IOException {
    Path elsewhere = Files.writeString(folder.resolve("passwd"), "root\n");
    Files.createDirectories(user.log);
    Files.createSymbolicLink(log, elsewhere);
    Prompt.Answer answer = user.run("check");
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.err()).isEqualTo("vpnledger: " + log + ": not a plain file: remove it\n");
    assertThat(answer.out()).contains("Peer ");
    assertThat(elsewhere).hasContent("root\n");
  }

  @Test
  void what_is_no_interfaces_name_is_wrong_usage() {
    assertThat(user.run("check", "../wg0").code()).isEqualTo(2);
    assertThat(user.run("check", "../wg0").err())
        .isEqualTo("vpnledger: '../wg0' is no interface's name: 'ip link' shows all\n");
  }
}
