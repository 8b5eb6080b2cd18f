package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.audit.NetworkSender;
import org.vpnledger.audit.SyslogOutput;
import org.vpnledger.store.sqlite.SteadyTunnel;

/** Events reach those who keep logs, here and elsewhere, and none is lost while they are away. */
@Timeout(60)
final class SyslogOutputTest {
  private static final Instant START = Instant.parse("2026-05-31T20:00:00Z");

  @TempDir Path temporary;
  private Folders folders;
  private SteadyTunnel tunnel;

  @BeforeEach
  void begin() {
    folders = new Folders(temporary.resolve("data"), temporary.resolve("log"), START);
    tunnel = new SteadyTunnel("wg0", START);
    live();
  }

  /** A daemon starts, looks, and ends. */
  private void live() {
    try (Recorder recorder = folders.recorder()) {
      recorder.start();
      recorder.observe(List.of(tunnel.pass(Duration.ofSeconds(5)).read()));
      recorder.stop();
    }
  }

  private AuditReaction reaction(SyslogOutput output) {
    return new AuditReaction(output, folders.folder().database());
  }

  @Test
  void a_syslog_daemon_elsewhere_gets_each_event_by_udp() throws Exception {
    try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(10_000);
      String target = "udp://127.0.0.1:" + server.getLocalPort();
      reaction(new SyslogOutput(target, SyslogOutput.Form.RFC_5424, new NetworkSender(target)))
          .catchUp();
      assertThat(received(server)).contains("STARTED").contains("Monitor started | Interval: 5s");
      assertThat(received(server)).contains("event=\"TUNNEL_UP\"").contains("chain_sha256=\"");
    }
  }

  private static String received(DatagramSocket server) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[9_000], 9_000);
    server.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
  }

  @Test
  void by_tcp_nothing_is_lost_while_the_other_side_is_away() throws Exception {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    String target = "tcp://127.0.0.1:" + port;
    AuditReaction reaction =
        reaction(new SyslogOutput(target, SyslogOutput.Form.RFC_5424, new NetworkSender(target)));
    assertThatThrownBy(reaction::catchUp)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(target);
    try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      reaction.catchUp();
      reaction.close();
      try (Socket client = server.accept()) {
        String first = frame(client.getInputStream());
        assertThat(first).contains("STARTED");
        assertThat(frame(client.getInputStream())).contains("TUNNEL_UP");
      }
    }
  }

  /** A length, a space, and so many bytes. */
  private static String frame(InputStream in) throws IOException {
    int length = 0;
    for (int c = in.read(); c != ' '; c = in.read()) {
      assertThat(c).isBetween((int) '0', (int) '9');
      length = 10 * length + c - '0';
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
