package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.store.sqlite.SqliteReader;
import org.vpnledger.store.sqlite.SteadyTunnel;
import org.vpnledger.vpn.PeerKey;

/** A disk of two megabytes that something else fills. */
class FullDiskTest {
  private static final Instant START = Instant.parse("2026-06-01T10:00:00Z");

  @TempDir Path temporary;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Path disk;
  private boolean mounted;

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    disk = Files.createDirectory(temporary.resolve("disk"));
    mounted = run("mount", "-t", "tmpfs", "-o", "size=2m", "none", disk.toString());
    if (!mounted) {
      // Skipped aloud; where everything is tested, it must not be skipped.
      assertThat(System.getenv("CI"))
          .as("root is needed to mount a small disk")
          .isNotEqualTo("true");
      assumeTrue(false, "root is needed to mount a small disk");
    }
    log.start();
    ((Logger) LoggerFactory.getLogger(Recorder.class)).addAppender(log);
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    ((Logger) LoggerFactory.getLogger(Recorder.class)).detachAppender(log);
    if (mounted) {
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }

  private void fill() throws IOException {
    try (var rest = Files.newOutputStream(disk.resolve("rest"))) {
      byte[] some = new byte[4_096];
      while (true) {
        rest.write(some);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  private List<String> told(String part) {
    return log.list.stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.contains(part))
        .toList();
  }

  @Test
  void nothing_is_lost_while_the_disk_is_full_and_it_is_told_once() throws IOException {
    Folders folders = new Folders(disk.resolve("data"), temporary.resolve("log"), START);
    SteadyTunnel tunnel = new SteadyTunnel("wg0", START);
    try (Recorder recorder = folders.recorder()) {
      recorder.observe(List.of(tunnel.read()));
      recorder.flush();
      fill();
      for (int i = 1; i <= 2_000; i++) {
        tunnel.pass(Duration.ofMinutes(2)).move(10);
        if (i % 10 == 0) {
          tunnel.show(new PeerKey("peer " + i % 500), 1, 1); // an event, or a reset
        }
        recorder.observe(List.of(tunnel.read()));
        if (i % 20 == 0) {
          recorder.flush();
        }
      }
      assertThat(told("the disk is full")).hasSize(1);
      Files.delete(disk.resolve("rest"));
      recorder.flush();
      assertThat(told("works again")).hasSize(1);
    }
    try (SqliteReader reader = SqliteReader.open(folders.folder().database())) {
      Instant to = tunnel.wall().plusSeconds(1);
      assertThat(
              reader.tunnelUsage(Resolution.MONTH, START.minusSeconds(99_999_999), to).stream()
                  .mapToLong(row -> row.amount().rxBytes())
                  .sum())
          .isEqualTo(20_000 + 50);
      assertThat(reader.events(START, to, null, 100_000).getFirst().seq())
          .isEqualTo(reader.events(START, to, null, 100_000).size());
    }
  }

  @Test
  void readings_that_could_not_be_written_are_not_reported_as_taken() throws IOException {
    Folders folders = new Folders(disk.resolve("data"), temporary.resolve("log"), START);
    SteadyTunnel tunnel = new SteadyTunnel("wg0", START);
    Recorder recorder = folders.recorder();
    recorder.observe(List.of(tunnel.read()));
    recorder.flush();
    fill();
    for (int i = 0; i < 3_000; i++) { // more than the rest of the log's last page takes
      tunnel.pass(Duration.ofSeconds(5)).show(new PeerKey("peer " + i), 1, 1);
    }
    recorder.observe(List.of(tunnel.read()));
    assertThatThrownBy(recorder::takeReadings).hasMessageContaining("are not written");
    assertThatThrownBy(recorder::close).hasMessageContaining("the disk is full");
  }

  @Test
  void what_waits_in_memory_is_bounded() {
    Pending pending = new Pending();
    SteadyTunnel tunnel = new SteadyTunnel("wg0", START);
    var entry =
        new org.vpnledger.ledger.Entry.NameChanged(
            tunnel.id(), SteadyTunnel.ANN, new org.vpnledger.vpn.GivenName("Ann", null), START);
    pending.add(java.util.Collections.nCopies(Pending.MOST_FACTS, entry));
    assertThat(pending.isFull()).isTrue();
  }
}
