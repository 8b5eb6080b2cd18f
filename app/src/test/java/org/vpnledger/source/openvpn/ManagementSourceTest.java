package org.vpnledger.source.openvpn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.source.SourceException;
import org.vpnledger.source.SystemObservationClock;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.PeerKey;

/**
 * A management interface that is not what it ought to be, on loopback; real servers are asked in
 * the lab.
 */
@Timeout(60)
class ManagementSourceTest {
  /** With who never answers, and with who does, however slow the machine is. */
  private static final Duration SHORT = Duration.ofSeconds(1);

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String HELLO =
      ">INFO:OpenVPN Management Interface Version 5 -- type 'help' for more info\r\n";
  private static final String HEADER =
      "TITLE\tOpenVPN 2.6.14 x86_64-pc-linux-gnu\r\n"
          + "TIME\t2026-01-01 10:00:00\t1767261600\r\n"
          + "HEADER\tCLIENT_LIST\tCommon Name\tReal Address\tVirtual Address\tVirtual IPv6"
          + " Address\tBytes Received\tBytes Sent\tConnected Since\tConnected Since (time_t)"
          + "\tUsername\tClient ID\tPeer ID\tData Channel Cipher\r\n";
  private static final String ROUTES =
      "HEADER\tROUTING_TABLE\tVirtual Address\tCommon Name\tReal Address\tLast Ref\tLast Ref"
          + " (time_t)\r\nGLOBAL_STATS\tMax bcast/mcast queue length\t0\r\nEND\r\n";

  @TempDir Path folder;

  /** What somebody on the other side says to who connects, and then waits. */
  interface Part {
    void play(OutputStream out) throws IOException, InterruptedException;
  }

  private static String client(String name, int id, int rx) {
    return "CLIENT_LIST\t%s\t192.0.2.4:5555\t10.8.0.2\t\t%d\t200\tx\t1767258000\tUNDEF\t%d\t0\tAES\r\n"
        .formatted(name, rx, id);
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private ManagementSource source(int port, Duration patience) {
    return new ManagementSource(
        "office",
        InetSocketAddress.createUnresolved("127.0.0.1", port),
        null,
        patience,
        null,
        new SystemObservationClock());
  }

  /** Looks once at who plays that part. */
  private List<Observation> look(Part part, Duration patience) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread other = Thread.ofVirtual().start(() -> serve(server, part));
      try (ManagementSource source = source(server.getLocalPort(), patience)) {
        return source.poll();
      } finally {
        other.interrupt();
      }
    }
  }

  private static void serve(ServerSocket server, Part part) {
    try (Socket socket = server.accept()) {
      part.play(socket.getOutputStream());
      Thread.sleep(Duration.ofMinutes(1));
    } catch (IOException | InterruptedException e) {
      assertThat(e).as("the other side has gone, or the test is over").isNotNull();
    }
  }

  private void assertRefused(String why, Part part) {
    assertThatThrownBy(() -> look(part, SHORT))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(why)
        .hasMessageStartingWith("127.0.0.1:");
  }

  @Test
  void who_says_nothing_talks_to_another_program() {
    assertRefused("another program holds the server's management interface", out -> {});
  }

  @Test
  void noise_is_no_server() {
    assertRefused("no OpenVPN server", out -> say(out, "SSH-2.0-OpenSSH_9.9\r\n"));
    assertRefused("no OpenVPN server", out -> out.write(new byte[] {0, (byte) 0xff, '\n', 1}));
  }

  @Test
  void a_line_without_an_end_costs_no_memory_and_no_patience() {
    assertRefused(
        "another program holds",
        out -> {
          byte[] block = new byte[1 << 16];
          while (!Thread.currentThread().isInterrupted()) {
            out.write(block);
          }
        });
  }

  @Test
  void notices_without_an_end_keep_nobody_from_anything() {
    byte[] flood = ">BYTECOUNT_CLI:1,6,201\r\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
    assertRefused(
        "does not answer",
        out -> {
          say(out, HELLO + HEADER);
          while (!Thread.currentThread().isInterrupted()) {
            out.write(flood);
          }
        });
  }

  @Test
  void who_stops_in_the_middle_of_an_answer_is_waited_for_no_longer_than_was_said() {
    assertRefused("does not answer", out -> say(out, HELLO + HEADER + client("alice", 1, 5)));
    assertRefused(
        "ended the conversation",
        out -> {
          say(out, HELLO + HEADER);
          out.close();
        });
  }

  @Test
  void an_answer_that_is_no_status_is_refused() {
    assertRefused("answers line 1", out -> say(out, HELLO + "ERROR: unknown command\r\nEND\r\n"));
  }

  @Test
  void a_password_that_nobody_gave_is_asked_for_in_one_line() {
    assertRefused("name the file that has it (password_file)", out -> say(out, "ENTER PASSWORD:"));
  }

  @Test
  void a_server_that_asks_whom_to_let_in_is_left_alone_for_long() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread other =
          Thread.ofVirtual()
              .start(() -> serve(server, out -> say(out, HELLO + ">CLIENT:CONNECT,0,1\r\n")));
      try (ManagementSource source = source(server.getLocalPort(), PATIENCE)) {
        for (int look = 0; look < 3; look++) {
          assertThatThrownBy(source::poll).hasMessageContaining("that is for another program");
        }
      } finally {
        other.interrupt();
      }
    }
  }

  @Test
  void notices_between_the_lines_of_an_answer_are_no_part_of_it() throws Exception {
    assertThat(
            look(
                out ->
                    say(
                        out,
                        HELLO
                            + "SUCCESS: bytecount interval changed\r\n"
                            + HEADER
                            + ">BYTECOUNT_CLI:1,6,201\r\n"
                            + client("alice", 1, 5)
                            + ROUTES),
                PATIENCE))
        .singleElement()
        .isInstanceOfSatisfying(
            Observation.Read.class,
            read ->
                assertThat(read.connections())
                    .singleElement()
                    .satisfies(one -> assertThat(one.counters()).isEqualTo(new Counters(5, 200))));
  }

  @Test
  void who_has_gone_by_the_next_look_moved_what_was_counted_last() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Part part =
          out -> {
            say(out, HELLO + HEADER + client("alice", 1, 5) + client("bob", 2, 9) + ROUTES);
            Thread.sleep(200);
            say(
                out,
                ">BYTECOUNT_CLI:1,70,300\r\n>BYTECOUNT_CLI:7,1,1\r\n>CLIENT:ESTABLISHED,7\r\n");
            say(out, HEADER + client("bob", 2, 9) + ROUTES);
          };
      Thread other = Thread.ofVirtual().start(() -> serve(server, part));
      try (ManagementSource source = source(server.getLocalPort(), PATIENCE)) {
        assertThat(source.poll()).hasSize(1);
        source.await(Duration.ofMinutes(1)); // but somebody comes in
        List<Observation> seen = source.poll();
        assertThat(seen).hasSize(2).last().isInstanceOf(Observation.Read.class);
        assertThat(seen.getFirst())
            .isInstanceOfSatisfying(
                Observation.Disconnected.class,
                gone ->
                    assertThat(gone.ends())
                        .singleElement()
                        .satisfies(end -> {
                          assertThat(end.peer()).isEqualTo(new PeerKey("alice"));
                          assertThat(end.counters()).isEqualTo(new Counters(70, 300));
                        }));
        assertThat(source.latest()).isNotNull();
      } finally {
        other.interrupt();
      }
    }
  }

  @Test
  void a_server_that_is_not_there_is_gone_and_that_is_told_once() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (ManagementSource source = source(port, PATIENCE)) {
      assertThat(source.poll())
          .hasExactlyElementsOfTypes(Observation.Gone.class, Observation.ReadFailed.class);
      assertThatThrownBy(source::poll).hasMessageContaining("nobody is there");
      assertThat(source.failures()).isEqualTo(2);
    }
    Path socket = folder.resolve("socket");
    for (Path path : List.of(socket, Files.writeString(folder.resolve("file"), "no socket"))) {
      try (ManagementSource source =
          new ManagementSource(
              "office",
              UnixDomainSocketAddress.of(path),
              null,
              PATIENCE,
              null,
              new SystemObservationClock())) {
        assertThat(source.poll()).hasAtLeastOneElementOfType(Observation.Gone.class);
        assertThat(source.where()).isEqualTo("unix:" + path);
      }
    }
  }

  @Test
  void released_it_is_nobodys_until_it_is_taken_back() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ManagementSource source = source(server.getLocalPort(), PATIENCE)) {
      source.release(Duration.ofHours(1));
      assertThatThrownBy(source::poll).hasMessageContaining("is left to another program until ");
      source.release(Duration.ZERO);
      Thread other =
          Thread.ofVirtual().start(() -> serve(server, out -> say(out, HELLO + HEADER + ROUTES)));
      assertThat(source.poll()).hasSize(1);
      other.interrupt();
    }
  }
}
