package org.vpnledger.source.sim;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/**
 * A WireGuard gateway of 25 peers whose every reading is a pure function of the time, so that its
 * past can be filled in and its present polled. Its interface was created 35 days before the demo
 * starts and restarted once, 12 days before, when all counters began again. Immutable.
 */
public final class SimulatedGateway {
  /** The only tunnel. */
  public static final TunnelId TUNNEL = new TunnelId("demo", "wg0");

  private static final Duration PAST = Duration.ofDays(35);
  private static final Duration SINCE_RESTART = Duration.ofDays(12);

  /** Hours summed in advance: the past and a month of demo. */
  private static final int HOURS = (35 + 31) * 24;

  private final Instant beginning;
  private final Instant restart;
  private final Device device;
  private final Map<PeerKey, SimulatedPeer> peers = new LinkedHashMap<>();

  /**
   * @param seed another seed is another gateway
   * @param start when the demo starts
   * @param zone in which people work and sleep
   */
  public SimulatedGateway(long seed, Instant start, ZoneId zone) {
    this.beginning = start.minus(PAST).truncatedTo(ChronoUnit.HOURS);
    // Not on a boundary of anything.
    this.restart = start.minus(SINCE_RESTART).truncatedTo(ChronoUnit.HOURS).plusSeconds(1062);
    this.device = new Device(key(seed, "server"), 51_820, 0);
    Chance chance = new Chance(seed);
    for (Cast.Role role : Cast.ROLES) {
      Chance own = chance.of(peers.size() + 1L);
      SimulatedPeer peer = new SimulatedPeer(role, own, beginning, zone, HOURS);
      peers.put(new PeerKey(key(seed, role.name())), peer);
    }
  }

  /** When the interface was created: nothing is known of the time before. */
  public Instant beginning() {
    return beginning;
  }

  /** When the interface was restarted. */
  public Instant restart() {
    return restart;
  }

  /** The display names, in the order of the peers. */
  public Map<PeerKey, String> names() {
    Map<PeerKey, String> names = new LinkedHashMap<>();
    peers.forEach((key, peer) -> names.put(key, peer.role().name()));
    return names;
  }

  /** What a read at that moment shows, by its wall clock. */
  public Observation.Read at(Moment moment) {
    boolean restarted = !moment.wall().isBefore(restart);
    Epoch epoch = new Epoch("sim", restarted ? "2" : "1");
    double since = restarted ? seconds(restart) : 0;
    double now = Math.max(seconds(moment.wall()), 0);
    List<Connection> connections = new ArrayList<>();
    peers.forEach((key, peer) ->
        connections.add(connection(key, peer, connections.size(), epoch, since, now)));
    return new Observation.Read(TUNNEL, moment, device, connections);
  }

  private Connection connection(
      PeerKey key, SimulatedPeer peer, int number, Epoch epoch, double since, double now) {
    Counters moved = peer.moved(now).minus(peer.moved(since));
    Long handshake = peer.lastHandshake(now);
    if (handshake != null && handshake < since && !moved.isZero()) {
      handshake = (long) since; // whoever was active at the restart shook hands again at once
    }
    Presence.LastHandshake presence = Presence.LastHandshake.NEVER;
    Endpoint endpoint = null;
    if (handshake != null && handshake >= since) {
      presence = new Presence.LastHandshake(beginning.plusSeconds(handshake));
      // Between two handshakes a peer that is active is heard too, from wherever it is.
      long heard = now - handshake < 120 ? (long) now : handshake;
      endpoint = Whereabouts.at(peer.role(), number, heard, peer.chance());
    }
    List<String> allowed = List.of("10.8.0." + (number + 2) + "/32");
    int keepalive = peer.role().keepaliveSeconds();
    return new Connection(key, epoch, moved, presence, endpoint, allowed, keepalive);
  }

  private double seconds(Instant wall) {
    return Duration.between(beginning, wall).toNanos() / 1e9;
  }

  /** A public key: 32 bytes in base64, of which the highest bit is never set. */
  private static String key(long seed, String owner) {
    try {
      byte[] text = ("vpnledger demo " + seed + " " + owner).getBytes(StandardCharsets.UTF_8);
      byte[] key = MessageDigest.getInstance("SHA-256").digest(text);
      key[31] &= 0x7f;
      return Base64.getEncoder().encodeToString(key);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
