package org.vpnledger.store.sqlite;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.GivenName;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Presence;
import org.vpnledger.vpn.TunnelId;

/** Random observations of a few tunnels whose peers have the oddest texts and figures. */
final class OddHistory {
  private static final List<TunnelId> TUNNELS =
      List.of(
          new TunnelId("kernel", "wg0"),
          new TunnelId("import", "wg'1"),
          new TunnelId("a \"source\"", "wg0"));
  private static final List<String> KEYS =
      List.of("plain", "it's; DROP TABLE peer;--", "line\nbreak\ttab", "😀 é", "%s?1", " ", "\"");
  private static final List<String> NAMES =
      List.of(
          "Ann",
          "O'Brien \"Bob\"",
          "two\nlines",
          "\uD83D\uDC69\u200D\uD83D\uDC67 \u202E",
          "",
          "NULL",
          "a\0b");
  private static final List<String> HOSTS =
      List.of("192.0.2.1", "2001:db8::1", "fe80::1%wg-0.1", "0.0.0.0");
  private static final List<String> STARTS =
      List.of(
          "2026-03-29T00:40:00.123456789Z",
          "2026-10-25T00:40:00Z",
          "2026-12-31T23:50:00.999999999Z",
          "1969-12-31T23:59:58.5Z",
          "2250-01-01T00:00:00Z");

  private final Random random;
  private final Map<String, Connection> peers = new TreeMap<>();
  private Instant wall;
  private long nanos;
  private String clock = "boot 'one'";
  private int epoch;

  OddHistory(long seed) {
    random = new Random(seed);
    wall = Instant.parse(STARTS.get(random.nextInt(STARTS.size())));
    nanos = random.nextLong(1L << 40);
  }

  Instant wall() {
    return wall;
  }

  Moment now() {
    return new Moment(wall, nanos, clock);
  }

  Observation next() {
    pass();
    TunnelId tunnel = any(TUNNELS);
    return switch (random.nextInt(20)) {
      case 0 -> new Observation.Gone(tunnel, now());
      case 1 -> new Observation.ReadFailed(tunnel, now(), any(NAMES));
      case 2, 3 ->
          new Observation.Renamed(tunnel, now(), List.of(naming(tunnel, 0), naming(tunnel, 1)));
      case 4 -> new Observation.Read(tunnel, now(), device(tunnel), List.of());
      default -> new Observation.Read(tunnel, now(), device(tunnel), shown(tunnel));
    };
  }

  /** Of one half of the peers: no peer is in an observation twice. */
  private Observation.Naming naming(TunnelId tunnel, int half) {
    String key = KEYS.get(random.nextInt(KEYS.size() / 2) * 2 + half);
    return new Observation.Naming(
        new PeerKey(tunnel.source() + key),
        random.nextInt(5) == 0
            ? null
            : new GivenName(any(NAMES), random.nextInt(3) == 0 ? null : any(NAMES)));
  }

  private void pass() {
    long millis =
        switch (random.nextInt(12)) {
          case 0 -> random.nextInt(400_000_000);
          case 1 -> 0; // two looks at the same moment
          default -> random.nextInt(random.nextInt(4) == 0 ? 4_000_000 : 90_000);
        };
    wall = wall.plusMillis(millis);
    nanos += millis * 1_000_000;
    if (random.nextInt(15) == 0) {
      wall = wall.plus(Duration.ofSeconds(random.nextInt(-100_000, 100_000)));
    }
    if (random.nextInt(30) == 0) {
      clock = "boot " + random.nextInt();
      nanos = random.nextLong(1L << 40);
      epoch++;
    }
  }

  /** Also a device without a key, and one whose key several tunnels have. */
  private Device device(TunnelId tunnel) {
    return random.nextInt(9) == 0
        ? new Device(null, 0, 0xffff_ffffL)
        : new Device("key of " + tunnel, 51820, 0);
  }

  private List<Connection> shown(TunnelId tunnel) {
    List<Connection> shown = new ArrayList<>();
    for (String text : KEYS) {
      String key = tunnel.source() + text;
      if (random.nextInt(6) > 0) {
        Connection before = peers.get(key);
        Connection now = connection(key, random.nextInt(12) == 0 ? null : before);
        peers.put(key, now);
        shown.add(now);
      }
    }
    return shown;
  }

  private Connection connection(String key, @Nullable Connection before) {
    // The first counters are huge: what they hold is carried in, and usage is not.
    Counters counters =
        before == null
            ? new Counters(random.nextLong(1L << random.nextInt(1, 57)), random.nextLong(1L << 30))
            : random.nextInt(3) == 0
                ? before.counters()
                : before.counters().plus(new Counters(random.nextInt(90_000), random.nextInt(99)));
    Presence presence =
        before != null && random.nextInt(3) > 0
            ? before.presence()
            : new Presence.LastHandshake(
                random.nextInt(6) == 0 ? null : wall.minusSeconds(random.nextInt(-300, 600)));
    return new Connection(
        new PeerKey(key),
        random.nextInt(20) == 0 ? Epoch.UNKNOWN : new Epoch("boot", "'" + epoch),
        counters,
        presence,
        random.nextInt(8) == 0 ? null : new Endpoint(any(HOSTS), random.nextInt(65536)),
        before != null && random.nextInt(9) > 0 ? before.allowedIps() : networks(),
        random.nextInt(9) == 0 ? 65535 : 0);
  }

  private List<String> networks() {
    int count = random.nextInt(4) == 0 ? random.nextInt(400) : random.nextInt(3);
    return IntStream.range(0, count).mapToObj(i -> "10.0." + i / 256 + "." + i + "/32").toList();
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
