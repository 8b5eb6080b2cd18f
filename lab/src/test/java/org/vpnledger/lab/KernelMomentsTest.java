package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real handshakes, seen as they happen: by a probe in the kernel, and by their packets. */
@RequiresGuest
@Timeout(400)
final class KernelMomentsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int ROUNDS = 3;

  /** An event that lay in a buffer until the next one came would take far longer. */
  private static final long SOON_NANOS = 1_000_000_000;

  @ParameterizedTest
  @MethodSource("org.vpnledger.lab.Kernel#tested")
  void a_handshake_is_seen_when_the_kernel_sets_its_time(Kernel kernel) {
    Guest guest = Guest.of(kernel);
    try (KernelGateway gateway = KernelGateway.withPeers(guest, 3)) {
      gateway.server().output("ip address add 2001:db8::1/64 nodad dev link2");
      gateway.client(2).namespace().output("ip address add 2001:db8::2/64 nodad dev under");
      Watch watch = Watch.probe(gateway.server(), 6 * ROUNDS, 150);
      for (int round = 0; round < ROUNDS; round++) {
        gateway.reconnect(gateway.client(0));
        gateway.reconnectOverLinkLocal(gateway.client(1));
        gateway.reconnect(gateway.client(2));
        gateway
            .client(2)
            .namespace()
            .output("wg set wg0 peer $(wg show wg0 peers) endpoint [2001:db8::1]:51820");
        gateway.clients().forEach(gateway::ping);
      }
      List<String[]> lines = watch.finish();
      assertThat(words(lines, "lost")).singleElement().extracting(words -> words[1]).isEqualTo("0");
      assertThat(words(lines, "shaken")).as("both sides of three").hasSize(6 * ROUNDS);
      // Under emulation the first ones load the classes that read them, at length.
      List<Long> noticed =
          words(lines, "shaken").stream().map(words -> Long.parseLong(words[6])).sorted().toList();
      assertThat(noticed.getFirst()).as("the probe's clock is Java's").isGreaterThan(-1_000);
      assertThat(noticed.get(noticed.size() / 2)).as("the median").isLessThan(SOON_NANOS);
      assertThat(noticed.getLast()).as("none lay until the end").isLessThan(20 * SOON_NANOS);

      Map<String, Long> times = new HashMap<>();
      words(lines, "time").forEach(words -> times.put(words[1], Long.parseLong(words[2])));
      String index = gateway.server().output("cat /sys/class/net/wg0/ifindex").strip();
      String namespace = inode(gateway.server());
      for (KernelGateway.Peer client : gateway.clients()) {
        String[] shaken = shaken(lines, client.key());
        assertThat(shaken[2]).isEqualTo(index);
        assertThat(shaken[3]).isEqualTo(namespace);
        long set = Objects.requireNonNull(times.get(client.key()));
        assertThat(Math.abs(Long.parseLong(shaken[5]) - set))
            .as("%s", client)
            .isLessThan(SOON_NANOS);
      }
      Map<String, Reading> read = gateway.counters();
      assertThat(shaken(lines, gateway.client(0).key())[4])
          .startsWith("192.0.2.2:")
          .isEqualTo(endpoint(read, gateway.client(0)));
      assertThat(shaken(lines, gateway.client(1).key())[4]).as("with a zone").isEqualTo("-");
      assertThat(shaken(lines, gateway.client(2).key())[4])
          .startsWith("[2001:db8::2]:")
          .isEqualTo(endpoint(read, gateway.client(2)));
      assertThat(leftovers(guest)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("org.vpnledger.lab.Kernel#tested")
  void a_probe_that_was_left_behind_is_removed_and_one_in_use_is_not(Kernel kernel) {
    Guest guest = Guest.of(kernel);
    try (KernelGateway gateway = KernelGateway.withPeers(guest, 1)) {
      Watch killed = Watch.probe(gateway.server(), 1, 150);
      Watch second = Watch.probe(gateway.server(), 1, 150);
      assertThat(second.finish())
          .singleElement()
          .extracting(words -> String.join(" ", words))
          .asString()
          .startsWith("refused: remove /sys/kernel/tracing/instances/vpnledger_wireguard: EBUSY");
      guest.output("kill -9 " + killed.pid());
      killed.finish();
      assertThat(leftovers(guest)).isNotEmpty();
      Watch next = Watch.probe(gateway.server(), 2, 150);
      gateway.ping(gateway.client(0));
      assertThat(words(next.finish(), "shaken")).hasSize(2);
      assertThat(leftovers(guest)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("org.vpnledger.lab.Kernel#tested")
  void the_packets_of_a_handshake_ring_and_those_of_data_do_not(Kernel kernel) {
    try (KernelGateway gateway = KernelGateway.withPeers(Guest.of(kernel), 1)) {
      Watch first = Watch.bell(gateway.server(), 150);
      gateway.ping(gateway.client(0));
      assertThat(words(first.finish(), "rang")).isNotEmpty();
      Watch second = Watch.bell(gateway.server(), 15);
      gateway.ping(gateway.client(0));
      assertThat(second.finish()).extracting(words -> words[0]).containsExactly("ready", "end");
    }
  }

  private static String endpoint(Map<String, Reading> read, KernelGateway.Peer client) {
    return Objects.requireNonNull(Objects.requireNonNull(read.get(client.key())).endpoint());
  }

  private static String inode(GuestNamespace namespace) {
    return namespace.output("stat -Lc %i /proc/self/ns/net").strip();
  }

  private static String leftovers(Guest guest) {
    return guest.output(
        "cd /sys/kernel/tracing; grep vpnledger kprobe_events || true; ls instances");
  }

  private static List<String[]> words(List<String[]> lines, String first) {
    return lines.stream().filter(words -> words[0].equals(first)).toList();
  }

  /** The last handshake with that peer. */
  private static String[] shaken(List<String[]> lines, String key) {
    List<String[]> found =
        words(lines, "shaken").stream().filter(words -> words[1].equals(key)).toList();
    assertThat(found).as(key).isNotEmpty();
    return found.getLast();
  }

  /** A watcher in the background of a guest. */
  private record Watch(Guest guest, String pid, String file) {
    private static final String JAVA =
        "java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData"
            + " --enable-native-access=ALL-UNNAMED -cp '/program/lab:/program/vpnledger.jar'"
            + " org.vpnledger.lab.inside.HandshakesSeen ";

    /** Outside of the namespace: where ip runs commands there is another /sys, without tracing. */
    static Watch probe(GuestNamespace namespace, int handshakes, int seconds) {
      return start(
          namespace.guest(),
          JAVA + "probe %d %d %s".formatted(handshakes, seconds, namespace.name()));
    }

    /** Until it has rung once, or so many seconds have passed. */
    static Watch bell(GuestNamespace namespace, int seconds) {
      return start(
          namespace.guest(), namespace.exec() + " " + JAVA + "bell 51820 %d 1".formatted(seconds));
    }

    /** Starts it and waits until it is ready, or has said why it cannot be. */
    private static Watch start(Guest guest, String command) {
      String file = guest.output("mktemp").strip();
      String pid = guest.output("%s >%s 2>&1 & echo $!".formatted(command, file)).strip();
      guest.output(
          "while kill -0 %s && ! grep -qs . %s; do sleep 0.1; done 2>/dev/null"
              .formatted(pid, file),
          "",
          PATIENCE);
      return new Watch(guest, pid, file);
    }

    /** Its lines, in words, once it has ended. */
    List<String[]> finish() {
      guest.output("while kill -0 %s; do sleep 0.1; done 2>/dev/null".formatted(pid), "", PATIENCE);
      return guest
          .output("cat %1$s; rm %1$s".formatted(file))
          .lines()
          .map(line -> line.split(" "))
          .toList();
    }
  }
}
