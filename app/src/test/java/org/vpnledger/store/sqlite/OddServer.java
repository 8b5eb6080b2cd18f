package org.vpnledger.store.sqlite;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Presence;
import org.vpnledger.vpn.TunnelId;

/** An OpenVPN server's random life, with names and addresses that are hard to store. */
final class OddServer {
  private static final TunnelId TUNNEL = new TunnelId("office", "office");
  private static final List<String> NAMES =
      List.of("alice", "Bob, \"the 2nd\"", "O'Hara; DROP TABLE peer", "日本 ", "UNDEF");
  private static final List<String> HOSTS = List.of("192.0.2.1", "2001:db8::7", "fe80::1%eth0");

  private final Random random;
  private final Map<Integer, Connection> connected = new TreeMap<>();
  private Instant wall = Instant.parse("2026-10-31T22:00:00Z");
  private long nanos = 5_000_000_000L;
  private int ids;

  OddServer(long seed) {
    random = new Random(seed);
  }

  Instant wall() {
    return wall;
  }

  Observation next() {
    long seconds = random.nextInt(random.nextInt(10) == 0 ? 40_000 : 90);
    wall = wall.plusSeconds(seconds);
    nanos += seconds * 1_000_000_000L;
    connected.replaceAll((_, connection) -> moved(connection));
    if (random.nextInt(3) == 0) {
      connected.put(ids, begun(ids++));
    }
    if (random.nextInt(4) == 0 && !connected.isEmpty()) {
      List<Integer> all = new ArrayList<>(connected.keySet());
      Connection gone = connected.remove(all.get(random.nextInt(all.size())));
      if (gone != null && random.nextBoolean()) {
        return ended(gone);
      }
    }
    return random.nextInt(15) == 0
        ? new Observation.Gone(TUNNEL, now())
        : new Observation.Read(TUNNEL, now(), Device.OPENVPN, List.copyOf(connected.values()));
  }

  private Moment now() {
    return new Moment(wall, nanos, "boot");
  }

  private Connection begun(int id) {
    return new Connection(
        new PeerKey(NAMES.get(random.nextInt(NAMES.size()))),
        random.nextBoolean()
            ? new Epoch("openvpn-id", wall.getEpochSecond() + "/" + id)
            : new Epoch(Epoch.BY_ADDRESS, wall.getEpochSecond() + "/[::1]:" + id),
        new Counters(random.nextInt(900), random.nextInt(900)),
        new Presence.ConnectedSince(wall),
        new Endpoint(HOSTS.get(random.nextInt(HOSTS.size())), random.nextInt(65_536)),
        random.nextBoolean() ? List.of() : List.of("10.8.0.2/32", "fd00::2/128"),
        0);
  }

  private Connection moved(Connection connection) {
    Counters more = new Counters(random.nextInt(90_000), random.nextInt(2));
    return new Connection(
        connection.peer(),
        connection.epoch(),
        connection.counters().plus(more),
        connection.presence(),
        connection.endpoint(),
        connection.allowedIps(),
        0);
  }

  private Observation ended(Connection gone) {
    Instant since =
        gone.presence() instanceof Presence.ConnectedSince(Instant at) ? at : Instant.EPOCH;
    return new Observation.Disconnected(
        TUNNEL,
        now(),
        List.of(new Observation.End(gone.peer(), gone.endpoint(), since, wall, gone.counters())));
  }
}
