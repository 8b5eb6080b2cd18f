package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.ledger.Event;
import org.vpnledger.ledger.EventType;
import org.vpnledger.store.EventRow;
import org.vpnledger.store.sqlite.SqliteReader;
import org.vpnledger.store.sqlite.SteadyTunnel;

/** What the one thread does that owns the ledger. */
class RecorderTest {
  private static final Instant START = Instant.parse("2026-06-01T10:00:00Z");

  @TempDir Path temporary;
  private final SteadyTunnel tunnel = new SteadyTunnel("wg0", START);

  private Folders folders() {
    return new Folders(temporary.resolve("data"), temporary.resolve("log"), START);
  }

  private List<Event> events() {
    try (SqliteReader reader = SqliteReader.open(folders().folder().database())) {
      return reader.events(Instant.EPOCH, Instant.MAX, null, 100).stream()
          .map(EventRow::event)
          .toList();
    }
  }

  @Test
  void a_name_that_was_changed_in_the_settings_reaches_a_known_peer_at_the_next_start() {
    try (Recorder recorder = folders().recorder(Map.of(SteadyTunnel.ANN, "Ann"))) {
      recorder.refreshNames();
      recorder.observe(List.of(tunnel.read()));
    }
    try (Recorder recorder = folders().recorder(Map.of(SteadyTunnel.ANN, "Anna"))) {
      recorder.refreshNames();
      assertThat(recorder.state().tunnel(tunnel.id()).nameOf(SteadyTunnel.ANN)).isEqualTo("Anna");
    }
    assertThat(events())
        .anyMatch(event -> event.type() == EventType.RENAMED && "Anna".equals(event.name()));
  }

  @Test
  void a_ledger_whose_file_was_deleted_goes_on_in_a_new_one() throws IOException {
    try (Recorder recorder = folders().recorder()) {
      recorder.observe(List.of(tunnel.read()));
      recorder.flush();
      recorder.checkFile(); // nothing has happened yet
      assertThat(recorder.state().tunnels()).isNotEmpty();
      try (Stream<Path> files = Files.list(folders().folder().path())) {
        for (Path file : files.filter(f -> f.toString().contains("ledger.db")).toList()) {
          Files.delete(file);
        }
      }
      recorder.checkFile();
      recorder.observe(List.of(tunnel.pass(Duration.ofSeconds(5)).move(7).read()));
    }
    assertThat(events()).extracting(Event::type).contains(EventType.TUNNEL_UP);
  }
}
