package org.vpnledger.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.ledger.TunnelState;
import org.vpnledger.store.Retention;
import org.vpnledger.vpn.GivenName;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

class NameOriginMigrationTest {
  @TempDir Path folder;

  @Test
  void names_of_an_older_ledger_stay_and_are_from_nobody_knows_where() throws Exception {
    Path file = folder.resolve("ledger.db");
    try (var connection = Databases.openForWriting(file);
        InputStream first =
            Objects.requireNonNull(Migrations.class.getResourceAsStream("migrations/001.sql"));
        Statement statement = connection.createStatement()) {
      String script = new String(first.readAllBytes(), StandardCharsets.UTF_8);
      Migrations.run(connection, file, 0, List.of(script));
      statement.executeUpdate(
          "INSERT INTO tunnel (id, source, interface) VALUES (1, 'kernel', 'wg0');"
              + "INSERT INTO peer (id, tunnel, key, name) VALUES (1, 1, 'k', 'Ann');"
              + "INSERT INTO name VALUES (1, 5, 'Ann')");
    }
    try (SqliteWriter writer = SqliteWriter.open(file, Retention.DEFAULT)) {
      TunnelState tunnel = writer.load().tunnel(new TunnelId("kernel", "wg0"));
      assertThat(tunnel.names()).containsOnlyKeys(new PeerKey("k"));
      assertThat(tunnel.names()).containsValue(new GivenName("Ann", null));
    }
    assertThat(KeptLedger.rows(file, "SELECT name FROM name WHERE origin IS NULL"))
        .containsExactly("Ann");
  }
}
