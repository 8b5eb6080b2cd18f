package org.vpnledger.source.openvpn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.source.SourceException;
import org.vpnledger.source.SystemObservationClock;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Observation;

/** What a status file shows is there for metrics until it cannot be read, and then it is not. */
class StatusSourceTest {
  @TempDir Path folder;

  private StatusSource source(Path file) {
    return new StatusSource("office", file, ZoneId.of("UTC"), null, new SystemObservationClock());
  }

  private Path file() throws IOException {
    return Files.writeString(
        folder.resolve("status"),
        """
        TITLE,OpenVPN 2.6.14 x86_64-pc-linux-gnu
        TIME,2026-01-01 10:00:00,1767261600
        HEADER,CLIENT_LIST,Common Name,Real Address,Virtual Address,Virtual IPv6 Address,Bytes Received,Bytes Sent,Connected Since,Connected Since (time_t),Username,Client ID,Peer ID,Data Channel Cipher
        CLIENT_LIST,alice,192.0.2.4:5555,10.8.0.2,,100,200,2026-01-01 09:00:00,1767258000,UNDEF,0,0,AES-256-GCM
        HEADER,ROUTING_TABLE,Virtual Address,Common Name,Real Address,Last Ref,Last Ref (time_t)
        GLOBAL_STATS,Max bcast/mcast queue length,0
        END
        """);
  }

  @Test
  void each_writing_of_the_file_is_one_read_at_the_time_when_it_was_written() throws Exception {
    Path file = file();
    Instant written = Instant.now().minusSeconds(42);
    Files.setLastModifiedTime(file, FileTime.from(written));
    try (StatusSource source = source(file)) {
      assertThat(source.poll())
          .singleElement()
          .isInstanceOfSatisfying(
              Observation.Read.class,
              read -> {
                assertThat(read.tunnel().toString()).isEqualTo("office@office");
                assertThat(Duration.between(written, read.at().wall()).abs())
                    .isLessThan(Duration.ofMillis(50));
                assertThat(Duration.ofNanos(System.nanoTime() - read.at().monotonicNanos()))
                    .isGreaterThan(Duration.ofSeconds(41));
                assertThat(read.connections())
                    .singleElement()
                    .extracting(Connection::peer)
                    .hasToString("alice");
              });
      assertThat(source.poll()).as("nothing new").isEmpty();
      Files.setLastModifiedTime(file, FileTime.from(written.plusSeconds(10)));
      assertThat(source.poll()).hasSize(1);
      assertThat(Objects.requireNonNull(source.latest()).clients()).hasSize(1);
      assertThat(source.failures()).isZero();
    }
  }

  @Test
  void a_file_that_is_gone_says_once_that_the_server_is_and_leaves_nothing_of_what_it_showed()
      throws Exception {
    Path file = file();
    try (StatusSource source = source(file)) {
      source.poll();
      Files.delete(file);
      assertThat(source.poll())
          .satisfiesExactly(
              gone -> assertThat(gone).isInstanceOf(Observation.Gone.class),
              why ->
                  assertThat(why)
                      .isInstanceOfSatisfying(
                          Observation.ReadFailed.class,
                          failed -> assertThat(failed.reason()).startsWith(file + ": ")));
      assertThat(source.latest()).isNull();
      assertThat(source.failures()).isEqualTo(1);
      assertThatThrownBy(source::poll)
          .isInstanceOf(SourceException.class)
          .hasMessageStartingWith(file + ": ");
      file();
      assertThat(source.poll()).singleElement().isInstanceOf(Observation.Read.class);
    }
  }

  @Test
  void a_file_that_nobody_writes_any_more_is_not_taken_for_a_server_that_runs() throws Exception {
    Path file = file();
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofMinutes(25))));
    try (StatusSource source = source(file)) {
      assertThat(source.poll()).hasSize(2).first().isInstanceOf(Observation.Gone.class);
      assertThatThrownBy(source::poll)
          .isInstanceOf(SourceException.class)
          .hasMessage(
              file
                  + ": was last written 25 minutes ago: does the server run, and write it (status"
                  + " FILE SECONDS)?");
      assertThat(source.latest()).isNull();
    }
  }

  @Test
  void a_server_that_misses_three_of_its_own_writings_has_ended() throws Exception {
    Path file = file();
    Instant now = Instant.now();
    try (StatusSource source = source(file)) {
      Files.setLastModifiedTime(file, FileTime.from(now.minusSeconds(150)));
      source.poll();
      Files.setLastModifiedTime(file, FileTime.from(now.minusSeconds(130)));
      assertThat(source.poll()).as("it is written every 20 s").hasSize(1);
      assertThat(source.poll()).first().isInstanceOf(Observation.Gone.class);
    }
  }
}
