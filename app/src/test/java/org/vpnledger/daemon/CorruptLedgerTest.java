package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.ledger.Amount;
import org.vpnledger.store.CarriedRow;
import org.vpnledger.store.sqlite.SqliteReader;
import org.vpnledger.store.sqlite.SteadyTunnel;

class CorruptLedgerTest {
  private static final Instant START = Instant.parse("2026-05-31T10:00:00Z");
  private static final Instant NOW = Instant.parse("2026-06-01T12:30:45Z");

  @TempDir Path temporary;
  private Folders folders;
  private SteadyTunnel tunnel;

  @BeforeEach
  void live() {
    folders = new Folders(temporary.resolve("data"), temporary.resolve("log"), NOW);
    tunnel = new SteadyTunnel("wg0", START);
    tunnel.show(SteadyTunnel.ANN, 7_000, 5_000);
    try (Recorder recorder = folders.recorder()) {
      while (tunnel.wall().isBefore(NOW.minusSeconds(900))) {
        recorder.observe(List.of(tunnel.read()));
        tunnel.pass(Duration.ofMinutes(4)).move(100);
      }
    }
  }

  private void damage(String kind) throws IOException {
    try (FileChannel file =
        FileChannel.open(folders.folder().database(), StandardOpenOption.WRITE)) {
      switch (kind) {
        case "header" -> file.write(ByteBuffer.wrap(new byte[100]), 0);
        case "middle" -> {
          byte[] noise = new byte[8_192];
          java.util.Arrays.fill(noise, (byte) 0xa5);
          file.write(ByteBuffer.wrap(noise), file.size() / 8_192 * 4_096);
        }
        case "truncated" -> file.truncate(file.size() / 2 + 17);
        default -> file.truncate(50);
      }
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folders.data())) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith("ledger.db"))
          .filter(name -> !name.endsWith("-wal") && !name.endsWith("-shm"))
          .sorted()
          .toList();
    }
  }

  /** All that is said to have been moved, at any time. */
  private Amount everything() {
    try (SqliteReader reader = SqliteReader.open(folders.folder().database())) {
      Instant to = NOW.plusSeconds(9_000_000);
      Amount sum =
          reader.peerTotals(Resolution.MONTH, Instant.EPOCH, to).values().stream()
              .reduce(Amount.ZERO, Amount::plus);
      for (CarriedRow row : reader.carriedIn(Instant.EPOCH, to)) {
        sum = sum.plus(new Amount(row.rxBytes(), row.txBytes(), 0));
      }
      return new Amount(sum.rxBytes(), sum.txBytes(), 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"header", "middle", "truncated", "stump"})
  void a_corrupt_ledger_is_set_aside_and_goes_on_from_the_bandwidth_files(String kind)
      throws IOException {
    long all = 7_000 + (tunnel.wall().getEpochSecond() - START.getEpochSecond()) / 240 * 100;
    damage(kind);
    try (Recorder recorder = folders.recorder()) {
      assertThat(names()).containsExactly("ledger.db", "ledger.db.corrupt-20260601T123045Z");
      assertThat(everything().rxBytes()).isBetween(7_000L, all);
      recorder.observe(List.of(tunnel.read()));
    }
    assertThat(everything()).isEqualTo(new Amount(all, all - 2_000, 0));
    try (Recorder recorder = folders.recorder()) {
      recorder.observe(List.of(tunnel.pass(Duration.ofSeconds(5)).move(11).read()));
    }
    assertThat(everything()).isEqualTo(new Amount(all + 11, all - 1_989, 0));
    assertThat(names()).hasSize(2);
  }

  @Test
  void the_log_of_a_killed_daemon_is_set_aside_with_its_ledger() throws IOException {
    damage("header");
    Files.write(folders.data().resolve("ledger.db-wal"), new byte[64]);
    Files.write(folders.data().resolve("ledger.db-shm"), new byte[64]);
    folders.recorder().close();
    assertThat(folders.data().resolve("ledger.db.corrupt-20260601T123045Z-wal")).exists();
    assertThat(folders.data().resolve("ledger.db.corrupt-20260601T123045Z-shm")).exists();
  }
}
