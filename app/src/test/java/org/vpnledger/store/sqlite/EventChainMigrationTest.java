package org.vpnledger.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.chain.SignedHead;
import org.vpnledger.chain.SigningKey;
import org.vpnledger.store.Retention;

class EventChainMigrationTest {
  @TempDir Path folder;

  /** Otherwise verification would call it not whole for ever. */
  @Test
  void where_the_chain_of_a_ledger_begins_that_had_deleted_events_before_is_signed()
      throws Exception {
    Path file = folder.resolve("ledger.db");
    try (var connection = Databases.openForWriting(file);
        InputStream first =
            Objects.requireNonNull(Migrations.class.getResourceAsStream("migrations/001.sql"));
        Statement statement = connection.createStatement()) {
      String script = new String(first.readAllBytes(), StandardCharsets.UTF_8);
      Migrations.run(connection, file, 0, List.of(script));
      statement.executeUpdate(
          "INSERT OR REPLACE INTO meta (key, value) VALUES"
              + " ('gateway_id', 'g'), ('gateway_name', 'gw1'), ('last_event', '41')");
    }
    SigningKey key = SigningKey.generate();
    try (SqliteWriter writer =
        SqliteWriter.open(file, Retention.DEFAULT, head -> SignedHead.of(head, key).toFile())) {
      writer.calendar(ZoneOffset.UTC, Instant.EPOCH);
    }
    try (SqliteReader reader = SqliteReader.open(file)) {
      assertThat(reader.checkpoints())
          .singleElement()
          .satisfies(checkpoint -> {
            SignedHead signed = Objects.requireNonNull(SignedHead.parse(checkpoint.head()));
            assertThat(signed.isGenuine()).isTrue();
            assertThat(signed.head().seq()).isEqualTo(41);
            assertThat(signed.head().link()).isEqualTo(checkpoint.link());
          });
    }
  }
}
