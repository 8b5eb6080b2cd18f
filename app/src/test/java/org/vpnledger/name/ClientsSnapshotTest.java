package org.vpnledger.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.vpn.PeerKey;

class ClientsSnapshotTest {
  @TempDir Path folder;

  @Test
  void the_snapshot_is_sorted_and_has_wg_easys_form() throws Exception {
    Path file = folder.resolve("clients.json");
    Files.writeString(file, "old");
    var names = Map.of(NameFiles.key('B'), "Zoë \"x\"\n", NameFiles.key('A'), "Alice");
    ClientsSnapshot.write(file, names);
    assertThat(file)
        .hasContent(
            """
            {"clients":{"A":{"name":"Alice","publicKey":"A","enabled":true},"B":{"name":"Zoë \\"x\\"\\n","publicKey":"B","enabled":true}}}
            """
                .replace("\"A\"", "\"" + NameFiles.key('A').text() + "\"")
                .replace("\"B\"", "\"" + NameFiles.key('B').text() + "\""));
    assertThat(NamesFile.read(file, "")).isNotNull();
  }

  @Test
  void its_owner_writes_it_its_group_reads_it_and_no_draft_remains() throws Exception {
    Path file = folder.resolve("clients.json");
    ClientsSnapshot.write(file, Map.of());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    assertThatIOException()
        .isThrownBy(() -> ClientsSnapshot.write(folder.resolve("absent/clients.json"), Map.of()));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void a_hostile_key_stays_within_its_string() throws Exception {
    Path file = folder.resolve("clients.json");
    ClientsSnapshot.write(file, Map.of(new PeerKey("a\":{\n\\"), "x"));
    assertThat(file)
        .hasContent(
            "{\"clients\":{\"a\\\":{\\n\\\\\":{\"name\":\"x\",\"publicKey\":\"a\\\":{\\n\\\\\",\"enabled\":true}}}\n");
  }
}
