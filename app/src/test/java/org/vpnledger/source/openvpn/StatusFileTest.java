package org.vpnledger.source.openvpn;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.source.SourceException;

/** Whatever has the name of the status file, it is read whole or one line says what to do. */
@Timeout(60)
class StatusFileTest {
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("status");
  }

  @Test
  void a_file_is_read_with_its_age() throws Exception {
    write("2.6-v2");
    StatusReading reading = read();
    assertThat(reading.status()).isEqualTo(Golden.file("2.6-v2"));
    assertThat(reading.modified()).isEqualTo(LONG_AGO);
    assertThat(reading.age(LONG_AGO.plusSeconds(61))).isEqualTo(Duration.ofSeconds(61));
    assertThat(reading.age(LONG_AGO.minusSeconds(61))).isZero(); // a clock that was put back
  }

  @Test
  void a_file_that_was_just_written_is_read_too_whatever_the_clock_says() throws Exception {
    Files.write(file, Golden.bytes("2.6-v1"));
    assertThat(read().status()).isEqualTo(Golden.file("2.6-v1"));
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(Duration.ofDays(9))));
    assertThat(read().status()).isEqualTo(Golden.file("2.6-v1"));
  }

  @Test
  void a_link_leads_to_the_file() throws Exception {
    write("2.6-v3");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertThat(new StatusFile(link, ZoneOffset.UTC).read().status())
        .isEqualTo(Golden.file("2.6-v3"));
  }

  /** In place and line by line, as the server does it; each line is as long as it was. */
  @Test
  void a_file_that_is_being_written_is_read_when_it_is_whole() throws Exception {
    String next = Golden.text("2.6-v1").replace(":45:", ":46:").replace(",2", ",7");
    Files.write(file, Golden.bytes("2.6-v1"));
    CountDownLatch half = new CountDownLatch(1);
    Thread server = Thread.ofPlatform().start(() -> overwrite(next, half));
    half.await();
    assertThat(Golden.parse(Files.readString(file, ISO_8859_1)).clients()).hasSize(5); // a mixture
    StatusFile patient =
        new StatusFile(file, ZoneOffset.UTC, Duration.ofSeconds(2), Duration.ofSeconds(30));
    assertThat(patient.read().status()).isEqualTo(Golden.parse(next));
    server.join();
  }

  private void overwrite(String text, CountDownLatch half) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      String[] lines = text.split("(?<=\n)");
      for (int i = 0; i < lines.length; i++) {
        channel.write(ByteBuffer.wrap(Golden.latin(lines[i])));
        if (i == 5) {
          half.countDown();
          Thread.sleep(200);
        }
      }
      channel.truncate(text.length());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_file_that_changes_all_the_time_is_not_believed() throws Exception {
    Files.write(file, Golden.bytes("2.6-v1"));
    Thread server = Thread.ofPlatform().start(this::touchUntilInterrupted);
    try {
      refused("changes all the time: let the server write it less often (status FILE SECONDS)");
    } finally {
      server.interrupt();
      server.join();
    }
  }

  private void touchUntilInterrupted() {
    try {
      while (true) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        Thread.sleep(1);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      // as it was asked to
    }
  }

  @Test
  void a_file_that_the_server_left_half_written_says_so() throws Exception {
    byte[] whole = Golden.bytes("2.6-v2");
    Files.write(file, Arrays.copyOf(whole, whole.length - 4));
    refused(
        "cut short: the last line is not END; the server left it so: is the disk full? It writes"
            + " the file again when it is restarted");
  }

  @Test
  void an_empty_file_was_not_written_yet() throws Exception {
    Files.createFile(file);
    refused("empty: the server has not written it yet");
  }

  @Test
  void a_file_that_is_not_there_may_be_named_wrongly() {
    refused(
        "does not exist: is it the one of the server's setting 'status', and does the server run?");
  }

  @Test
  void a_folder_is_no_file() throws Exception {
    Files.createDirectory(file);
    refused("is a folder: name the status file in it");
  }

  @Test
  void a_pipe_that_nobody_writes_to_does_not_hang() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    refused("is not a regular file: name the one that the server writes, its setting 'status'");
  }

  @Test
  void a_device_and_a_socket_are_no_files() throws Exception {
    Files.createSymbolicLink(file, Path.of("/dev/zero"));
    refused("is not a regular file: name the one that the server writes, its setting 'status'");
    Files.delete(file);
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(file));
      refused("is not a regular file: name the one that the server writes, its setting 'status'");
    }
  }

  @Test
  void a_huge_file_is_not_read() throws Exception {
    try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
      huge.setLength(1L << 30);
    }
    refused(
        "is larger than 64 MiB: no status file is; name the one of the server's setting 'status'");
  }

  @Test
  void noise_is_refused() throws Exception {
    byte[] noise = new byte[100_000];
    new Random(1).nextBytes(noise);
    Files.write(file, noise);
    refused("line 1: not the first line of an OpenVPN server's status file");
  }

  @Test
  void a_file_of_the_kernels_that_would_wait_is_not_read() throws Exception {
    Files.createSymbolicLink(file, Path.of("/proc/kmsg"));
    assumeThat(Files.isReadable(file)).isTrue();
    refused("empty: the server has not written it yet");
  }

  @Test
  void without_the_right_the_message_says_how_to_get_it() throws Exception {
    write("2.6-v2");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(file)).isFalse(); // root may read everything
    refused(
        "may not be read: run as root, or let this user's group read it (chgrp, chmod g+r; the"
            + " server keeps the mode that a file has)");
  }

  @Test
  void a_path_with_a_line_break_makes_no_second_line() {
    file = folder.resolve("a\nb\u001b[31m");
    assertThatThrownBy(this::read).hasMessageContaining("/a?b?[31m: does not exist");
  }

  private void write(String name) throws Exception {
    Files.write(file, Golden.bytes(name));
    Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
  }

  /** Soon done with what will never be whole. */
  private StatusReading read() throws SourceException, InterruptedException {
    return new StatusFile(file, ZoneOffset.UTC, Duration.ofMillis(50), Duration.ofMillis(300))
        .read();
  }

  private void refused(String reason) {
    assertThatThrownBy(this::read)
        .isInstanceOf(SourceException.class)
        .hasMessage(file + ": " + reason);
  }
}
