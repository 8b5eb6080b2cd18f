package org.vpnledger.source.openvpn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.PeerKey;

/** What servers tell of the ends of connections is taken once, whatever else lies there. */
class EndNotesTest {
  private static final String NOTE =
      """
      source=%s
      ended=1767261600
      common_name=%s
      trusted_ip=192.0.2.4
      trusted_ip6=
      trusted_port=5555
      bytes_received=100
      bytes_sent=200
      time_unix=1767258000
      """;

  private static final Moment AT = new Moment(Instant.ofEpochSecond(1767261600), 5, "boot");
  private static final Moment LATER = new Moment(Instant.ofEpochSecond(1767261605), 9, "boot");

  @TempDir Path folder;

  private void note(String file, String source, String name) throws IOException {
    Files.writeString(folder.resolve(file), NOTE.formatted(source, name));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void a_note_is_taken_as_it_is_once_and_deleted_when_the_ledger_has_it() throws Exception {
    note("2-1", "", "Bob, \"the 2nd\"");
    note("1-9", "office", "alice");
    EndNotes notes = new EndNotes(folder, "office", Set.of("office"));
    assertThat(notes.take(AT))
        .containsExactly(
            new EndNote(
                "office",
                new PeerKey("alice"),
                new Endpoint("192.0.2.4", 5555),
                Instant.ofEpochSecond(1767258000),
                Instant.ofEpochSecond(1767261600),
                new Counters(100, 200)),
            new EndNote(
                "",
                new PeerKey("Bob, \"the 2nd\""),
                new Endpoint("192.0.2.4", 5555),
                Instant.ofEpochSecond(1767258000),
                Instant.ofEpochSecond(1767261600),
                new Counters(100, 200)));
    assertThat(notes.take(LATER)).as("none is taken twice").isEmpty();
    note("3-1", "office", "carol");
    assertThat(notes.take(LATER)).hasSize(1);
    assertThat(files()).as("none is in the ledger yet").hasSize(3);
    notes.kept(AT);
    assertThat(notes.take(LATER)).isEmpty();
    assertThat(files()).containsExactly("3-1");
    notes.kept(LATER);
    notes.deleteKept();
    assertThat(files()).isEmpty();
  }

  @Test
  void notes_of_other_servers_are_left_to_their_sources_and_nobodys_are_put_aside()
      throws Exception {
    note("1-1", "home", "alice");
    note("1-2", "", "alice");
    note("1-3", "hoem", "alice");
    EndNotes notes = new EndNotes(folder, "office", Set.of("office", "home"));
    assertThat(notes.take(AT)).isEmpty();
    assertThat(notes.take(AT)).isEmpty();
    assertThat(files()).containsExactly("1-1", "refused-1-2", "refused-1-3");
  }

  @Test
  void what_is_no_note_is_put_aside_and_the_others_are_taken() throws Exception {
    Files.writeString(folder.resolve("1-1"), "common_name=alice\n");
    Files.write(folder.resolve("1-2"), new byte[100_000]);
    Files.createSymbolicLink(folder.resolve("1-3"), Path.of("/etc/passwd"));
    Files.createDirectory(folder.resolve("1-4"));
    Files.writeString(folder.resolve(".1-5"), "being written");
    note("1-6", "office", "alice");
    assertThat(new EndNotes(folder, "office", Set.of("office")).take(AT)).hasSize(1);
    assertThat(files())
        .containsExactly(".1-5", "1-6", "refused-1-1", "refused-1-2", "refused-1-3", "refused-1-4");
  }

  @Test
  void a_folder_that_is_not_there_has_no_notes() {
    assertThat(new EndNotes(folder.resolve("none"), "office", Set.of("office")).take(AT)).isEmpty();
  }

  @Test
  void an_address_of_ipv6_is_one() throws Exception {
    String text =
        NOTE.formatted("", "alice")
            .replace("trusted_ip6=", "trusted_ip6=2001:db8::1")
            .replace("192.0.2.4", "");
    assertThat(EndNote.parse(text.getBytes(StandardCharsets.UTF_8)).endpoint())
        .isEqualTo(new Endpoint("2001:db8::1", 5555));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes_received=",
        "bytes_received=-1",
        "bytes_received=1e9",
        "bytes_received=99999999999999999999",
        "time_unix=now",
        "ended=999999999999999",
        "common_name=",
        "trusted_port=70000"
      })
  void a_value_that_makes_no_sense_is_refused(String line) {
    String name = line.substring(0, line.indexOf('='));
    String text = NOTE.formatted("", "alice").replaceFirst("(?m)^" + name + "=.*$", line);
    assertThatExceptionOfType(MalformedStatusException.class)
        .isThrownBy(() -> EndNote.parse(text.getBytes(StandardCharsets.UTF_8)))
        .withMessageContaining(name);
  }

  @Test
  void any_bytes_are_a_note_or_refused() {
    Random random = new Random(1);
    byte[] whole = NOTE.formatted("office", "alice").getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = whole.clone();
      for (int i = random.nextInt(6); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        EndNote note = EndNote.parse(bytes);
        assertThat(note.peer().text()).isNotEmpty().doesNotContain("\n");
      } catch (MalformedStatusException e) {
        assertThat(e).hasMessageNotContaining("\n");
      }
    }
  }
}
