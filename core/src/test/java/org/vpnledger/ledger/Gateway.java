package org.vpnledger.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Presence;
import org.vpnledger.vpn.TunnelId;

/** A gateway as it really is: its clocks, and peers whose counters grow and begin again. */
final class Gateway {

  private static final class Client {
    private int life;
    private Counters counters = Counters.ZERO;
    private @Nullable Instant handshake;
    private @Nullable Endpoint endpoint;
    private boolean shaken;
  }

  private final Random random;
  private final boolean knowsEpoch;
  private final Map<String, Client> clients = new TreeMap<>();
  private Instant wall;
  private long nanos = 5_000_000_000L;
  private int boot;
  private int epoch;
  private int lives;

  Gateway(Random random, Instant start, boolean knowsEpoch) {
    this.random = random;
    this.wall = start;
    this.knowsEpoch = knowsEpoch;
  }

  Moment now() {
    return new Moment(wall, nanos, "boot " + boot);
  }

  boolean knowsEpoch() {
    return knowsEpoch;
  }

  List<String> peers() {
    return List.copyOf(clients.keySet());
  }

  void add(String peer) {
    Client client = new Client();
    client.life = ++lives;
    clients.put(peer, client);
  }

  void remove(String peer) {
    clients.remove(peer);
  }

  /** Time passes, with traffic and handshakes; the wall clock is slewed a little. */
  void pass(Duration duration) {
    long slew = random.nextInt(-2_000_000, 2_000_000);
    nanos += duration.toNanos();
    wall = wall.plus(duration).plusNanos(slew);
    clients.values().forEach(this::live);
  }

  private void live(Client client) {
    client.shaken = random.nextInt(4) == 0;
    if (client.shaken) {
      client.handshake = wall.minusNanos(random.nextInt(900_000_000));
      String host = random.nextInt(5) == 0 ? "198.51.100." + random.nextInt(3) : "192.0.2.1";
      client.endpoint = new Endpoint(host, 1000);
    }
    if (random.nextInt(3) > 0) {
      long most = random.nextInt(20) == 0 ? 1L << 40 : 5_000;
      client.counters =
          client.counters.plus(new Counters(random.nextLong(most), random.nextLong(most)));
    }
  }

  /** Those that shook hands as time passed last, and how that is seen. */
  List<Observation> handshakes(TunnelId tunnel) {
    List<Observation> seen = new ArrayList<>();
    clients.forEach((peer, client) -> {
      Instant at = client.handshake;
      if (client.shaken && at != null) {
        Instant seconds = at.truncatedTo(ChronoUnit.SECONDS);
        seen.add(
            new Observation.Handshake(tunnel, now(), new PeerKey(peer), seconds, client.endpoint));
      }
    });
    return seen;
  }

  void stepWall(Duration step) {
    wall = wall.plus(step);
  }

  /** All counters begin again. */
  void restartInterface() {
    epoch++;
    clients.values().forEach(this::begin);
  }

  /** The clock that starts anew is this machine's; a remote gateway's counters go on. */
  void reboot() {
    boot++;
    nanos = random.nextLong(60_000_000_000L);
    if (knowsEpoch) {
      restartInterface();
    }
  }

  /**
   * The peer is removed and added again, and moves something, before anyone looks. That can be seen
   * by a smaller counter; in the rest nobody can know.
   */
  void replaceUnseen(String peer, Truth.@Nullable Shown last) {
    Client client = clients.get(peer);
    if (client == null || last == null) {
      return;
    }
    begin(client);
    client.counters =
        new Counters(below(last.counters().rxBytes()), below(last.counters().txBytes()));
    client.handshake = wall;
  }

  private long below(long bytes) {
    return bytes == 0 ? 0 : random.nextLong(bytes);
  }

  private void begin(Client client) {
    client.life = ++lives;
    client.counters = Counters.ZERO;
    client.handshake = null;
    client.endpoint = null;
  }

  List<Connection> shown() {
    List<Connection> shown = new ArrayList<>();
    Epoch life = knowsEpoch ? new Epoch("link", "e" + epoch) : Epoch.UNKNOWN;
    clients.forEach((peer, client) ->
        shown.add(
            new Connection(
                new PeerKey(peer),
                life,
                client.counters,
                new Presence.LastHandshake(client.handshake),
                client.endpoint,
                List.of("10.0.0.1/32"),
                0)));
    return shown;
  }

  Map<String, Truth.Shown> truth() {
    Map<String, Truth.Shown> truth = new TreeMap<>();
    clients.forEach(
        (peer, client) -> truth.put(peer, new Truth.Shown(client.life, client.counters)));
    return truth;
  }
}
