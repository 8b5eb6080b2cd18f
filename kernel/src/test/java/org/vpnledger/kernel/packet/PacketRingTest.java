package org.vpnledger.kernel.packet;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.vpnledger.kernel.Errno;
import org.vpnledger.kernel.KernelException;
import org.vpnledger.kernel.NetworkNamespace;

/** The real kernel fills the ring, with packets over the loopback. */
final class PacketRingTest {
  private static final RingSize SMALL = new RingSize(64 << 10, 16);
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86dd;

  /** One packet as the sink saw it. */
  @SuppressWarnings("ArrayRecordComponent") // only read
  private record Seen(byte[] bytes, int length, long timestampNs, int etherType, Way way) {
    private int payload() {
      return length - (etherType == IPV4 ? 20 : 40) - 8;
    }
  }

  @Test
  void every_packet_of_a_burst_is_seen_with_its_length_time_and_way() throws Exception {
    for (String address : List.of("127.0.0.1", "::1")) {
      try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral(address));
          PacketRing ring =
              open(loopback(), RingSize.of(4 << 20), port(socket.getLocalPort(), false))) {
        long before = nanos();
        List<Integer> lengths = IntStream.range(0, 2000).map(i -> i * 7 % 1400).boxed().toList();
        for (int length : lengths) {
          send(socket, length);
        }
        long after = nanos();
        // The kernel shows what goes out of lo, too, but it comes in again: it is seen once.
        List<Seen> seen = collect(ring, lengths.size());
        assertThat(seen).map(Seen::payload).isEqualTo(lengths);
        assertThat(seen).map(Seen::timestampNs).isSorted();
        assertThat(seen).map(Seen::way).containsOnly(Way.IN);
        for (Seen one : seen) {
          assertThat(one.etherType).isEqualTo(address.contains(":") ? IPV6 : IPV4);
          assertThat(one.bytes).hasSize(Math.min(one.length, 128));
          assertThat(one.bytes[0] >> 4).isEqualTo(one.etherType == IPV4 ? 4 : 6);
          assertThat(one.timestampNs).isBetween(before - 50_000_000, after + 50_000_000);
        }
        assertThat(seen.stream().filter(one -> one.timestampNs % 1000 != 0).count())
            .isGreaterThan(seen.size() / 2); // ns and not µs
        assertThat(ring.counts()).isEqualTo(new RingCounts(2L * seen.size(), 0, 0));
        assertThat(ring.counts()).isEqualTo(new RingCounts(0, 0, 0));
      }
    }
  }

  @Test
  void the_filter_runs_in_the_kernel_and_says_how_much_is_taken() throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        DatagramSocket other = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      String expression =
          "udp and dst port %d and not src port %d"
              .formatted(socket.getLocalPort(), other.getLocalPort());
      try (PacketRing ring = open(loopback(), SMALL, PacketFilter.of(expression, true))) {
        byte[] payload = new byte[1000];
        other.send(new DatagramPacket(payload, 500, socket.getLocalSocketAddress()));
        socket.send(new DatagramPacket(payload, 1000, socket.getLocalSocketAddress()));
        List<Seen> seen = collect(ring, 1);
        assertThat(seen).map(Seen::payload).containsExactly(1000);
        assertThat(seen).allSatisfy(one -> assertThat(one.bytes).hasSize(128));
        assertThat(ring.counts().packets()).isEqualTo(2);
      }
    }
  }

  @Test
  void the_kernel_agrees_with_what_a_filter_says_here() throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      int port = socket.getLocalPort();
      for (String expression :
          List.of(
              "net 127.0.0.0/8 and portrange " + port + "-" + port,
              "(ip6 or ip) && !(tcp || icmp) && src host 127.0.0.1 and port " + port,
              "proto 17 and dst net 127.0.0.0/31 and port " + port,
              "port 53 or port " + port)) {
        PacketFilter filter = PacketFilter.of(expression, true);
        try (PacketRing ring = open(loopback(), SMALL, filter)) {
          send(socket, 333);
          assertThat(collect(ring, 1)).map(Seen::payload).as(expression).containsOnly(333);
        }
      }
    }
  }

  @Test
  void what_nobody_drains_is_dropped_and_counted_and_the_ring_goes_on_thereafter()
      throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        PacketRing ring =
            open(loopback(), new RingSize(4096, 2), port(socket.getLocalPort(), false))) {
      for (int i = 0; i < 500; i++) {
        send(socket, 100);
      }
      RingCounts counts = ring.counts();
      assertThat(counts.packets()).isEqualTo(1000);
      assertThat(counts.drops()).isBetween(900L, 999L);
      assertThat(counts.freezes()).isPositive();
      List<Seen> kept = collect(ring, (int) (counts.packets() - counts.drops()) / 2);
      assertThat(kept).map(Seen::payload).containsOnly(100);
      send(socket, 101);
      assertThat(collect(ring, 1)).map(Seen::payload).containsOnly(101);
      assertThat(ring.counts().drops()).isZero();
    }
  }

  @Test
  void it_waits_for_packets_and_not_longer_than_told() throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        PacketRing ring = open(loopback(), SMALL, port(socket.getLocalPort(), false))) {
      long start = System.nanoTime();
      PacketRing.await(List.of(ring), Duration.ofMillis(150));
      assertThat(System.nanoTime() - start).isGreaterThan(100_000_000L);
      assertThat(ring.drain((_, _, _, _, _, _, _) -> {})).isZero();
      send(socket, 1);
      start = System.nanoTime();
      PacketRing.await(List.of(ring), LONG);
      assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
      assertThat(ring.wentDown()).isFalse();
    }
  }

  @Test
  void a_ring_is_closed_once_and_then_is_of_no_use() throws Exception {
    PacketRing ring = open(loopback(), SMALL, PacketFilter.all(true));
    ring.close();
    ring.close();
    assertThatIllegalStateException().isThrownBy(ring::counts);
    assertThatIllegalStateException().isThrownBy(() -> ring.drain((_, _, _, _, _, _, _) -> {}));
  }

  @Test
  void an_interface_that_is_not_there_is_refused_and_leaves_nothing_open() throws Exception {
    open(loopback(), SMALL, PacketFilter.all(true)).close();
    long maps = ringsMapped();
    for (int i = 0; i < 3; i++) {
      assertThatExceptionOfType(KernelException.class)
          .isThrownBy(() -> PacketRing.open(999_999, SMALL, PacketFilter.all(true)))
          .withMessage("bind a packet socket: ENODEV")
          .matches(e -> e.errno() == Errno.ENODEV);
    }
    assertThat(ringsMapped()).isEqualTo(maps);
  }

  /** Who waits for a ring must not run in circles when its interface goes. */
  @Test
  void an_interface_that_goes_down_is_told_once_and_waiting_goes_on() throws Exception {
    String name = "vl-ring" + ProcessHandle.current().pid() % 10_000;
    if (!run("ip", "netns", "add", name)) {
      skip("needs root and iproute2");
    }
    try {
      NetworkNamespace namespace = new NetworkNamespace(Path.of("/run/netns", name));
      if (!run("ip", "-n", name, "tuntap", "add", "vl0", "mode", "tun")) {
        skip("needs /dev/net/tun");
      }
      run(
          "ip",
          "-n",
          name,
          "address",
          "add",
          "192.0.2.1/24",
          "dev",
          "vl0"); // Java finds it by that
      for (String each : List.of("lo", "vl0")) {
        run("ip", "-n", name, "link", "set", each, "up");
        int index = namespace.call(() -> NetworkInterface.getByName(each).getIndex());
        try (PacketRing ring =
            namespace.call(() -> PacketRing.open(index, SMALL, PacketFilter.all(true)))) {
          assertThat(ring.wentDown()).isFalse();
          run("ip", "-n", name, "link", "set", each, "down");
          assertThat(findsDown(ring)).isTrue();
          assertThat(ring.wentDown()).isFalse();
          assertWaits(ring);
          run("ip", "-n", name, "link", "set", each, "up");
          if (each.equals("lo")) {
            run("ip", "netns", "exec", name, "ping", "-c", "1", "-W", "1", "127.0.0.1");
            assertThat(collect(ring, 2)).isNotEmpty();
          } else {
            run("ip", "-n", name, "link", "delete", "dev", each);
            assertThat(findsDown(ring)).isTrue();
            assertWaits(ring);
          }
        }
      }
    } finally {
      run("ip", "netns", "delete", name);
    }
  }

  private static boolean findsDown(PacketRing ring) throws KernelException {
    long end = System.nanoTime() + LONG.toNanos();
    while (System.nanoTime() - end < 0) {
      PacketRing.await(List.of(ring), Duration.ofMillis(200));
      ring.drain((_, _, _, _, _, _, _) -> {});
      if (ring.wentDown()) {
        return true;
      }
    }
    return false;
  }

  private static void assertWaits(PacketRing ring) throws KernelException {
    ring.drain((_, _, _, _, _, _, _) -> {});
    PacketRing.await(List.of(ring), Duration.ofMillis(300));
    ring.drain((_, _, _, _, _, _, _) -> {});
    long start = System.nanoTime();
    PacketRing.await(List.of(ring), Duration.ofMillis(200));
    assertThat(System.nanoTime() - start).isGreaterThan(150_000_000L);
  }

  private static boolean run(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Seen> collect(PacketRing ring, int atLeast) throws KernelException {
    List<Seen> seen = new ArrayList<>();
    long end = System.nanoTime() + LONG.toNanos();
    while (seen.size() < atLeast && System.nanoTime() - end < 0) {
      PacketRing.await(List.of(ring), Duration.ofMillis(200));
      ring.drain((memory, at, captured, length, timestampNs, etherType, way) -> {
        byte[] bytes = memory.asSlice(at, captured).toArray(JAVA_BYTE);
        seen.add(new Seen(bytes, length, timestampNs, etherType, way));
      });
    }
    assertThat(seen).hasSizeGreaterThanOrEqualTo(atLeast);
    return seen;
  }

  private static PacketRing open(int index, RingSize size, PacketFilter filter)
      throws KernelException {
    try {
      return PacketRing.open(index, size, filter);
    } catch (KernelException e) {
      if (e.errno() == Errno.EPERM) {
        skip(e.getMessage() + ": needs CAP_NET_RAW");
      }
      throw e;
    }
  }

  private static void skip(String reason) {
    System.err.println("SKIPPED PacketRingTest: " + reason);
    Assumptions.abort("SKIPPED PacketRingTest: " + reason);
  }

  private static PacketFilter port(int port, boolean wholeDns) {
    return PacketFilter.of("udp port " + port, wholeDns);
  }

  private static int loopback() throws IOException {
    return NetworkInterface.getByName("lo").getIndex();
  }

  private static long nanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  private static long ringsMapped() {
    try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines.filter(line -> line.contains("socket:")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void send(DatagramSocket socket, int length) throws IOException {
    socket.send(new DatagramPacket(new byte[length], length, socket.getLocalSocketAddress()));
  }
}
