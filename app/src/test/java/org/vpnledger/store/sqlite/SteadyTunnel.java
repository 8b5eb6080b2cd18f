package org.vpnledger.store.sqlite;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** A tunnel whose peers move what a test says, when it says. */
public final class SteadyTunnel {
  /** Always there. */
  public static final PeerKey ANN = new PeerKey("Ann's key");

  private final TunnelId id;
  private final Map<PeerKey, Counters> peers = new TreeMap<>();
  private Instant wall;
  private long nanos = 1_000_000_000L;

  /** With Ann, who has moved nothing. */
  public SteadyTunnel(String interfaceName, Instant wall) {
    this.id = new TunnelId("kernel", interfaceName);
    this.wall = wall;
    peers.put(ANN, Counters.ZERO);
  }

  /** Which. */
  public TunnelId id() {
    return id;
  }

  /** By the wall clock. */
  public Instant wall() {
    return wall;
  }

  /** By both clocks. */
  public Moment now() {
    return new Moment(wall, nanos, "boot");
  }

  /** Time passes. */
  public SteadyTunnel pass(Duration duration) {
    wall = wall.plus(duration);
    nanos += duration.toNanos();
    return this;
  }

  /** The wall clock alone is moved. */
  public SteadyTunnel step(Duration duration) {
    wall = wall.plus(duration);
    return this;
  }

  /** What the counter shows from now on. */
  public SteadyTunnel show(PeerKey peer, long rx, long tx) {
    peers.put(peer, new Counters(rx, tx));
    return this;
  }

  /** Ann moves so many bytes each way. */
  public SteadyTunnel move(long bytes) {
    peers.merge(ANN, new Counters(bytes, bytes), Counters::plus);
    return this;
  }

  /** The peer is removed. */
  public SteadyTunnel remove(PeerKey peer) {
    peers.remove(peer);
    return this;
  }

  /** A look at it, with a handshake of just now. */
  public Observation read() {
    List<Connection> connections = new ArrayList<>();
    peers.forEach((key, counters) ->
        connections.add(
            new Connection(
                key,
                new Epoch("boot", "1"),
                counters,
                new Presence.LastHandshake(wall),
                new Endpoint("192.0.2.1", 1000),
                List.of("10.0.0.1/32"),
                0)));
    return new Observation.Read(id, now(), new Device("key of " + id, 51820, 0), connections);
  }
}
