package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real server's management interface, which has room for one program. */
@RequiresLab
@Timeout(240)
final class OpenVpnManagementTest {
  /** An empty packet of the server's, which it sends each second. */
  private static final long PINGS = 3 * 60;

  private static String configuration(String address, String more) {
    return """
    [[source]]
    name = "office"
    type = "openvpn-management"
    address = "%s"
    %s
    """
        .formatted(address, more);
  }

  private static void awaitOnline(Ledger ledger, int peers) {
    Eventually.see(
        peers + " online",
        Eventually.PATIENCE,
        ledger::status,
        rows -> rows.stream().filter(row -> row.has("online", "true")).count() == peers);
  }

  private static void awaitLine(Ledger ledger, String words) {
    Eventually.see("the line", Eventually.PATIENCE, ledger::output, out -> out.contains(words));
  }

  @Test
  void who_comes_is_seen_at_once_and_an_end_is_known_but_for_its_last_second() {
    try (Folder meeting = Folder.create()) {
      Path socket = meeting.resolve("socket");
      OpenVpnEnds ends = OpenVpnEnds.kept(meeting);
      List<String> options = new ArrayList<>(ends.options());
      options.addAll(List.of("--management", socket.toString(), "unix"));
      try (OpenVpnServer server = OpenVpnServer.start(2, options);
          Ledger ledger =
              Ledger.startLookingOnceAnHour(configuration("unix:" + socket, ""), List.of())) {
        OpenVpnDevice phone = server.connect("alice");
        awaitOnline(ledger, 1);
        phone.exchange(200);
        phone.crash(); // the server sends its pings for some seconds, and gets nothing
        Eventually.holds("it is missed", Eventually.PATIENCE, () -> ends.told().size() == 1);
        server.connect("bob"); // a reason to look
        Map<String, Bytes> seen =
            Eventually.see(
                "alice has gone",
                Eventually.PATIENCE,
                () -> OpenVpnEnds.ended(ledger),
                ended -> !ended.isEmpty());
        Map<String, Bytes> truth = ends.told();
        assertThat(seen.keySet()).isEqualTo(truth.keySet());
        Bytes told = truth.values().iterator().next();
        Bytes known = seen.values().iterator().next();
        assertThat(known.rx()).isEqualTo(told.rx());
        assertThat(known.tx()).isBetween(told.tx() - PINGS, told.tx());
      }
    }
  }

  @Test
  void it_is_left_to_another_program_on_request_and_taken_back() throws IOException {
    try (Folder meeting = Folder.create()) {
      Path socket = meeting.resolve("socket");
      try (OpenVpnServer server =
              OpenVpnServer.start(2, "--management", socket.toString(), "unix");
          Ledger ledger = Ledger.start(configuration("unix:" + socket, ""))) {
        server.connect("alice");
        awaitOnline(ledger, 1);
        Command.Result released = ledger.run("release", "office", "--for", "3600");
        assertThat(released.out()).isEqualTo("released for 3600 s: office\n");
        try (SocketChannel other = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
          assertThat(line(other)).startsWith(">INFO:OpenVPN Management Interface");
          awaitLine(ledger, "is left to another program until ");
          assertThat(ledger.run("release", "--for", "0").out()).isEqualTo("taken back: office\n");
          awaitLine(ledger, "another program holds the server's management interface");
        }
        awaitLine(ledger, "source office: works again");
        assertThat(ledger.run("release", "home").err()).contains("source home reads no management");
        assertThat(ledger.sessions()).hasSize(1); // it went on all the time
      }
    }
  }

  @Test
  void who_decides_whom_the_server_lets_in_is_left_alone() throws IOException {
    try (Folder meeting = Folder.create()) {
      Path socket = meeting.resolve("socket");
      try (OpenVpnServer server =
              OpenVpnServer.start(
                  2,
                  "--management",
                  socket.toString(),
                  "unix",
                  "--management-client-auth",
                  "--auth-user-pass-optional");
          Ledger ledger = Ledger.start(configuration("unix:" + socket, ""))) {
        Thread authenticator = Thread.ofVirtual().start(() -> letIn(ledger, socket));
        server.connect("alice"); // which waits until somebody lets it in
        awaitLine(ledger, "that is for another program, so read its status file instead");
        authenticator.interrupt();
      }
    }
  }

  /** What another program does, from when the ledger has gone: lets in who waits, and who comes. */
  private static void letIn(Ledger ledger, Path socket) {
    awaitLine(ledger, "that is for another program");
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(StandardCharsets.UTF_8.encode("client-auth-nt 0 1\n"));
      while (true) {
        String line = line(channel);
        if (line.startsWith(">CLIENT:CONNECT,") || line.startsWith(">CLIENT:REAUTH,")) {
          String who = line.substring(line.indexOf(',') + 1).strip().replace(',', ' ');
          channel.write(StandardCharsets.UTF_8.encode("client-auth-nt " + who + "\n"));
        }
      }
    } catch (IOException e) {
      assertThat(e).as("the server has ended, or the test").isNotNull();
    }
  }

  private static String line(SocketChannel channel) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    StringBuilder line = new StringBuilder();
    while (channel.read(one.clear()) > 0 && one.get(0) != '\n') {
      line.append((char) one.get(0));
    }
    if (line.isEmpty() && one.position() == 0) {
      throw new IOException("the end");
    }
    return line.toString();
  }

  @Test
  void over_tcp_with_a_password_that_is_wrong_at_first_and_a_server_that_is_started_again() {
    try (Folder meeting = Folder.create()) {
      Path right = meeting.write("right", "open sesame\n");
      Path given = meeting.write("given", "open barley\n");
      try (OpenVpnServer server =
              OpenVpnServer.start(2, "--management", "127.0.0.1", "5555", right.toString());
          Ledger ledger =
              Ledger.start(
                  configuration("127.0.0.1:5555", "password_file = \"" + given + "\""),
                  server.namespace().inside())) {
        awaitLine(ledger, "127.0.0.1:5555: the server refuses the password of " + given);
        meeting.write("given", "open sesame\n");
        OpenVpnDevice phone = server.connect("alice");
        awaitOnline(ledger, 1);
        phone.exchange(20);
        server.end();
        awaitOnline(ledger, 0);
        assertThat(ledger.events("TUNNEL_DOWN", null)).hasSize(1);
        awaitLine(ledger, "127.0.0.1:5555: nobody is there: does the server run");
        server.start();
        awaitOnline(ledger, 1);
        assertThat(ledger.sessions()).hasSize(2);
      }
    }
  }
}
