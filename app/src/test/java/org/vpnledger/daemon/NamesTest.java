package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.name.NameBook;
import org.vpnledger.name.NameRoot;
import org.vpnledger.store.sqlite.SqliteReader;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Presence;
import org.vpnledger.vpn.TunnelId;

/** From a tool's file through the recorder and the ledger to the answer of {@code names}. */
class NamesTest {
  private static final PeerKey ANN = new PeerKey("QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=");

  @TempDir Path folder;
  private Folders folders;
  private Prompt user;
  private Path file;
  private Instant now = Instant.parse("2026-01-01T10:00:00Z");
  private final List<NameRoot> roots = new ArrayList<>();

  @BeforeEach
  void aFileOfNames() throws IOException {
    user = new Prompt(folder).at("2026-01-01T12:00:00Z");
    folders = new Folders(user.data, user.log, now);
    file = folder.resolve("clients.txt");
    write("ann");
  }

  private void write(String name) throws IOException {
    Files.writeString(file, name + " " + ANN.text() + " 1700000000 167837954\n");
    Files.setLastModifiedTime(file, FileTime.from(now.minusSeconds(60)));
    now = now.plusSeconds(60);
  }

  private Recorder recorder(Map<PeerKey, String> table) {
    NameBook book =
        new NameBook(
            new NameBook.Where(table, List.of(file), false),
            () -> List.copyOf(roots),
            () -> now,
            Folders.ZONE);
    return new Recorder(folders.folder(), folders.settings(), () -> moment(), book);
  }

  private Moment moment() {
    return new Moment(now, Duration.between(Instant.EPOCH, now).toNanos(), "boot");
  }

  private Observation.Read read(PeerKey... peers) {
    List<Connection> connections = new ArrayList<>();
    for (PeerKey peer : peers) {
      connections.add(
          new Connection(
              peer,
              new Epoch("boot", "1"),
              Counters.ZERO,
              new Presence.LastHandshake(null),
              null,
              List.of(),
              0));
    }
    return new Observation.Read(
        new TunnelId("kernel", "wg0"), moment(), new Device("dev", 51820, 0), connections);
  }

  @Test
  void who_asks_is_told_the_file_that_a_name_is_from_and_sees_a_rename_as_an_event()
      throws IOException {
    try (Recorder recorder = recorder(Map.of())) {
      recorder.refreshNames();
      recorder.observe(List.of(read(ANN)));
      write("ann.smith");
      recorder.refreshNames();
    }
    assertThat(user.run("names", "--csv").out())
        .isEqualTo(
            "name,peer,tunnel,name_in_use,name_origin,gateway,source\n"
                + "ann.smith,%s,wg0,true,%s (PiVPN),gw1,kernel".formatted(ANN.text(), file)
                + "\n");
    assertThat(user.run("events", "--csv").out()).contains("RENAMED").contains("was ann");
  }

  @Test
  void a_name_of_the_settings_wins_and_the_other_one_is_not_hidden() {
    try (Recorder recorder = recorder(Map.of(ANN, "Ann at home"))) {
      recorder.refreshNames();
      recorder.observe(List.of(read(ANN)));
    }
    assertThat(user.run("names").out()).contains("Ann at home", "[names]").doesNotContain("PiVPN");
    assertThat(user.run("names", "--all").out()).contains("Ann at home", "[names]", "PiVPN");
  }

  @Test
  void a_name_from_elsewhere_is_no_event_if_it_is_the_same() {
    try (Recorder recorder = recorder(Map.of())) {
      recorder.refreshNames();
      recorder.observe(List.of(read(ANN)));
    }
    now = now.plusSeconds(60);
    try (Recorder recorder = recorder(Map.of(ANN, "ann"))) {
      recorder.refreshNames();
    }
    assertThat(user.run("names", "--json").out()).contains("\"name_origin\":\"[names]\"");
    assertThat(user.run("events", "--csv").out()).doesNotContain("RENAMED");
  }

  @Test
  void what_is_wrong_with_a_file_is_said_beside_the_answer() throws IOException {
    try (Recorder recorder = recorder(Map.of())) {
      recorder.refreshNames();
      recorder.observe(List.of(read(ANN)));
      Files.delete(file);
      recorder.refreshNames();
    }
    Prompt.Answer answer = user.run("names");
    assertThat(answer.code()).isZero();
    assertThat(answer.out()).contains("ann");
    assertThat(answer.err())
        .isEqualTo(
            "vpnledger: %s: no such file; keeping the 1 names read at 10:01:00%n".formatted(file));
  }

  @Test
  void ten_thousand_first_names_are_one_observation() throws IOException {
    StringBuilder names = new StringBuilder();
    PeerKey[] peers = new PeerKey[10_000];
    for (int i = 0; i < peers.length; i++) {
      byte[] raw = new byte[32];
      raw[0] = (byte) i;
      raw[1] = (byte) (i >> 8);
      peers[i] = new PeerKey(java.util.Base64.getEncoder().encodeToString(raw));
      names.append("peer").append(i).append(' ').append(peers[i].text()).append(" 1 2\n");
    }
    Files.writeString(file, names);
    try (Recorder recorder = recorder(Map.of())) {
      recorder.refreshNames();
      recorder.observe(List.of(read(peers)));
      assertThat(recorder.state().tunnels().values())
          .allSatisfy(tunnel -> assertThat(tunnel.names()).hasSize(10_000));
    }
    try (SqliteReader reader = SqliteReader.open(folders.folder().database())) {
      assertThat(reader.nameOrigins()).hasSize(10_000);
    }
  }
}
