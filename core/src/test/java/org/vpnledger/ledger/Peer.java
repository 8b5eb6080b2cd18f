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
    List<String> allowedIps,
    @Nullable Instant connectedSince) {

  /** A peer that has never shaken hands nor moved a byte. */
  static Peer peer(String key) {
    return new Peer(key, new Epoch("link", "1"), 0, 0, null, null, null, List.of(), null);
  }

  /** An OpenVPN client's connection that began then, from an address of its own. */
  static Peer client(String name, String since, int id) {
    Instant began = Instant.parse(since);
    Epoch life = new Epoch("openvpn-id", began.getEpochSecond() + "/" + id);
    return new Peer(name, life, 0, 0, null, null, null, List.of(), began)
        .from("192.0.2.1:" + (5000 + id));
  }

  Peer rx(long bytes) {
    return new Peer(
        key, epoch, bytes, tx, handshake, handshakeAge, endpoint, allowedIps, connectedSince);
  }

  Peer tx(long bytes) {
    return new Peer(
        key, epoch, rx, bytes, handshake, handshakeAge, endpoint, allowedIps, connectedSince);
  }

  Peer epoch(String value) {
    return epoch(new Epoch("link", value));
  }

  Peer epoch(Epoch life) {
    return new Peer(
        key, life, rx, tx, handshake, handshakeAge, endpoint, allowedIps, connectedSince);
  }

  /** Whose tool gives no more than its counters. */
  Peer unknownEpoch() {
    return epoch(Epoch.UNKNOWN);
  }

  Peer handshake(String at) {
    return handshake(Instant.parse(at));
  }

  Peer handshake(Instant at) {
    return new Peer(key, epoch, rx, tx, at, null, endpoint, allowedIps, connectedSince);
  }

  /** A handshake so long before the poll, by the wall clock. */
  Peer handshakeAgo(String age) {
    return new Peer(
        key, epoch, rx, tx, null, Duration.parse(age), endpoint, allowedIps, connectedSince);
  }

  Peer from(String address) {
    Endpoint at = Objects.requireNonNull(Endpoint.parse(address));
    return new Peer(key, epoch, rx, tx, handshake, handshakeAge, at, allowedIps, connectedSince);
  }

  Peer allowedIps(List<String> networks) {
    return new Peer(
        key, epoch, rx, tx, handshake, handshakeAge, endpoint, networks, connectedSince);
  }

  Connection shown(Instant now) {
    Instant at = handshakeAge == null ? handshake : now.minus(handshakeAge);
    return new Connection(
        new PeerKey(key),
        epoch,
        new Counters(rx, tx),
        connectedSince == null
            ? new Presence.LastHandshake(at)
            : new Presence.ConnectedSince(connectedSince),
        endpoint,
        allowedIps,
        0);
  }
}
