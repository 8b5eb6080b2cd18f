package org.vpnledger.kernel.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.vpnledger.kernel.Errno;
import org.vpnledger.kernel.KernelException;
import org.vpnledger.kernel.Readiness;
import org.vpnledger.kernel.packet.UdpFilter.Beginning;

/** The real kernel runs the filter, on packets over the loopback. */
final class PacketBellTest {
  private static final List<Beginning> BEGINNING = List.of(new Beginning(1, 148));

  @Test
  void it_rings_for_packets_that_match_and_for_no_others() throws Exception {
    for (String address : List.of("127.0.0.1", "::1")) {
      try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral(address));
          PacketBell bell = open(UdpFilter.of(List.of(socket.getLocalPort()), BEGINNING))) {
        send(socket, Datagram.of(4, 148));
        send(socket, Datagram.of(1, 92));
        assertThat(rings(bell, Duration.ofMillis(200))).isFalse();
        send(socket, Datagram.of(1, 148));
        assertThat(rings(bell, Duration.ofSeconds(5))).isTrue();
        assertThat(bell.drain()).isTrue();
        assertThat(bell.drain()).isFalse();
        assertThat(rings(bell, Duration.ZERO)).isFalse();
      }
    }
  }

  @Test
  void what_it_rings_for_can_change_and_many_packets_are_forgotten_at_once() throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        PacketBell bell = open(UdpFilter.of(List.of(), BEGINNING))) {
      send(socket, Datagram.of(1, 148));
      bell.ringFor(UdpFilter.of(List.of(socket.getLocalPort()), BEGINNING));
      assertThat(bell.drain()).isFalse();
      for (int i = 0; i < 500; i++) {
        send(socket, Datagram.of(1, 148));
      }
      assertThat(rings(bell, Duration.ofSeconds(5))).isTrue();
      assertThat(bell.drain()).isTrue();
      assertThat(bell.drain()).isFalse();
    }
  }

  private static PacketBell open(UdpFilter filter) throws KernelException {
    try {
      return PacketBell.open(filter);
    } catch (KernelException e) {
      if (e.errno() == Errno.EPERM) {
        String reason = "SKIPPED PacketBellTest: " + e.getMessage() + ": needs CAP_NET_RAW";
        System.err.println(reason);
        Assumptions.abort(reason);
      }
      throw e;
    }
  }

  private static boolean rings(PacketBell bell, Duration within) throws Exception {
    return Readiness.await(List.of(bell.descriptor()), within) == 0;
  }

  private static void send(DatagramSocket socket, Datagram datagram) throws Exception {
    byte[] payload = datagram.payload();
    socket.send(new DatagramPacket(payload, payload.length, socket.getLocalSocketAddress()));
  }
}
