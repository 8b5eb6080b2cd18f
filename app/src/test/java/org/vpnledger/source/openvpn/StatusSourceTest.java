package org.vpnledger.source.openvpn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.source.SourceException;

/** What a status file shows is there for metrics until it cannot be read, and then it is not. */
class StatusSourceTest {
  @TempDir Path folder;

  private StatusSource source(Path file) {
    return new StatusSource("office", file, ZoneId.of("UTC"), InstantSource.system());
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
  void the_latest_reading_is_kept_and_no_observation_is_made_of_it() throws Exception {
    try (StatusSource source = source(file())) {
      assertThat(source.poll()).isEmpty();
      assertThat(Objects.requireNonNull(source.latest()).clients()).hasSize(1);
      assertThat(source.failures()).isZero();
    }
  }

  @Test
  void a_file_that_is_gone_leaves_nothing_of_what_it_showed() throws Exception {
    Path file = file();
    try (StatusSource source = source(file)) {
      source.poll();
      Files.delete(file);
      assertThatThrownBy(source::poll)
          .isInstanceOf(SourceException.class)
          .hasMessageStartingWith(file + ": ");
      assertThat(source.latest()).isNull();
      assertThat(source.failures()).isEqualTo(1);
    }
  }

  @Test
  void a_file_that_nobody_writes_any_more_is_not_taken_for_a_server_that_runs() throws Exception {
    Path file = file();
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofMinutes(25))));
    try (StatusSource source = source(file)) {
      assertThatThrownBy(source::poll)
          .isInstanceOf(SourceException.class)
          .hasMessage(
              file
                  + ": was last written 25 minutes ago: does the server run, and write it (status"
                  + " FILE SECONDS)?");
      assertThat(source.latest()).isNull();
    }
  }
}
