package org.vpnledger.lab.inside;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.vpnledger.kernel.KernelException;
import org.vpnledger.kernel.NetworkNamespace;
import org.vpnledger.kernel.Readiness;
import org.vpnledger.kernel.netlink.Attributes;
import org.vpnledger.kernel.netlink.GenericFamily;
import org.vpnledger.kernel.netlink.NetlinkSocket;
import org.vpnledger.kernel.packet.PacketBell;
import org.vpnledger.source.wireguard.HandshakePackets;
import org.vpnledger.source.wireguard.HandshakeProbe;
import org.vpnledger.source.wireguard.Shaken;
import org.vpnledger.vpn.Endpoint;

/** Watches for handshakes in a guest and prints what it sees, a line each, after {@code ready}. */
public final class HandshakesSeen {
  private static final int HANDSHAKE_TIME = 6;
  private static final int PEERS = 8;

  private HandshakesSeen() {}

  /** {@code probe HANDSHAKES SECONDS NAMESPACE}, {@code bell PORT SECONDS RINGS}. */
  public static void main(String... arguments) throws Exception {
    int number = Integer.parseInt(arguments[1]);
    long end = System.nanoTime() + Duration.ofSeconds(Long.parseLong(arguments[2])).toNanos();
    try {
      switch (arguments[0]) {
        case "probe" -> probe(number, end, Path.of("/run/netns", arguments[3]));
        case "bell" -> bell(number, end, Integer.parseInt(arguments[3]));
        default -> throw new IllegalArgumentException(arguments[0]);
      }
    } catch (KernelException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }

  private static Duration left(long end) {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  /** {@code shaken KEY IFINDEX NAMESPACE ENDPOINT WALL-NANOS NOTICED-AFTER-NANOS}. */
  private static void probe(int handshakes, long end, Path namespace) throws Exception {
    try (HandshakeProbe probe = HandshakeProbe.open()) {
      System.out.println("ready");
      int seen = 0;
      while (seen < handshakes && !left(end).isZero()) {
        for (Shaken shaken : probe.await(left(end))) {
          long age = System.nanoTime() - shaken.monotonicNanos();
          Endpoint endpoint = shaken.endpoint();
          System.out.println(
              "shaken %s %d %d %s %d %d"
                  .formatted(
                      shaken.peer().text(),
                      shaken.ifindex(),
                      shaken.namespace(),
                      endpoint == null ? "-" : endpoint,
                      nanos(Instant.now()) - age,
                      age));
          seen++;
        }
      }
      times(namespace);
      System.out.println("lost " + probe.lost());
    }
  }

  private static long nanos(Instant at) {
    return at.getEpochSecond() * 1_000_000_000 + at.getNano();
  }

  /** {@code time KEY WALL-NANOS} of the peers of wg0 there, as the kernel keeps them. */
  private static void times(Path namespace) throws IOException, InterruptedException {
    Duration soon = Duration.ofSeconds(10);
    NetworkNamespace there = new NetworkNamespace(namespace);
    try (NetlinkSocket socket = there.call(() -> NetlinkSocket.open(NetlinkSocket.GENERIC))) {
      GenericFamily family =
          Objects.requireNonNull(GenericFamily.find(socket, "wireguard", soon), "no family");
      socket.ask(
          family.dump("read wg0", 0).with(2, "wg0"),
          soon,
          (_, bytes, from, to) -> {
            Attributes device = GenericFamily.attributes(bytes, from, to);
            while (device.next()) {
              if (device.type() == PEERS) {
                Attributes peers = device.nested();
                while (peers.next()) {
                  time(peers.nested());
                }
              }
            }
          });
    }
  }

  private static void time(Attributes peer) {
    String key = "";
    while (peer.next()) {
      if (peer.type() == 1) {
        byte[] bytes = Arrays.copyOfRange(peer.bytes(), peer.from(), peer.to());
        key = Base64.getEncoder().encodeToString(bytes);
      } else if (peer.type() == HANDSHAKE_TIME) {
        System.out.println(
            "time %s %d".formatted(key, peer.i64At(0) * 1_000_000_000 + peer.i64At(8)));
      }
    }
  }

  /** {@code rang WALL-NANOS}, until it has rung so often. */
  private static void bell(int port, long end, int rings) throws Exception {
    try (PacketBell bell = PacketBell.open(HandshakePackets.at(List.of(port)))) {
      System.out.println("ready");
      for (int rang = 0;
          rang < rings && Readiness.await(List.of(bell.descriptor()), left(end)) >= 0;
          rang++) {
        System.out.println("rang " + nanos(Instant.now()));
        bell.drain();
      }
    }
    System.out.println("end");
  }
}
