package org.vpnledger.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Presence;

/** A peer as a scenario's poll shows it: only what a test is about has to be said. */
record Peer(
    String key,
    Epoch epoch,
    long rx,
    long tx,
    @Nullable Instant handshake,
    @Nullable Duration handshakeAge,
    @Nullable Endpoint endpoint,
    List<String> allowedIps) {

  /** A peer that has never shaken hands nor moved a byte. */
  static Peer peer(String key) {
    return new Peer(key, new Epoch("link", "1"), 0, 0, null, null, null, List.of());
  }

  Peer rx(long bytes) {
    return new Peer(key, epoch, bytes, tx, handshake, handshakeAge, endpoint, allowedIps);
  }

  Peer tx(long bytes) {
    return new Peer(key, epoch, rx, bytes, handshake, handshakeAge, endpoint, allowedIps);
  }

  Peer epoch(String value) {
    return epoch(new Epoch("link", value));
  }

  Peer epoch(Epoch life) {
    return new Peer(key, life, rx, tx, handshake, handshakeAge, endpoint, allowedIps);
  }

  /** Whose tool gives no more than its counters. */
  Peer unknownEpoch() {
    return epoch(Epoch.UNKNOWN);
  }

  Peer handshake(String at) {
    return handshake(Instant.parse(at));
  }

  Peer handshake(Instant at) {
    return new Peer(key, epoch, rx, tx, at, null, endpoint, allowedIps);
  }

  /** A handshake so long before the poll, by the wall clock. */
  Peer handshakeAgo(String age) {
    return new Peer(key, epoch, rx, tx, null, Duration.parse(age), endpoint, allowedIps);
  }

  Peer from(String address) {
    Endpoint at = Objects.requireNonNull(Endpoint.parse(address));
    return new Peer(key, epoch, rx, tx, handshake, handshakeAge, at, allowedIps);
  }

  Peer allowedIps(List<String> networks) {
    return new Peer(key, epoch, rx, tx, handshake, handshakeAge, endpoint, networks);
  }

  Connection shown(Instant now) {
    Instant at = handshakeAge == null ? handshake : now.minus(handshakeAge);
    return new Connection(
        new PeerKey(key),
        epoch,
        new Counters(rx, tx),
        new Presence.LastHandshake(at),
        endpoint,
        allowedIps,
        0);
  }
}
