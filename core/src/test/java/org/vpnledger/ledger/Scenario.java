package org.vpnledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Presence;
import org.vpnledger.vpn.TunnelId;

/**
 * A story told to the ledger, with a wall and a monotonic clock that move apart. Every step is also
 * taken from a state that was saved and restored, and must give the same: the ledger's law.
 */
final class Scenario {
  private Rules rules = Rules.of(LedgerCalendar.of(ZoneId.of("UTC")));
  private Instant wall;
  private long nanos = 1_000_000_000_000L;
  private int boot = 1;
  private TunnelId tunnel = new TunnelId("kernel", "wg0");
  private Device device = new Device("the-server", 51820, 0);
  private State state = State.EMPTY;
  private final List<Entry> all = new ArrayList<>();
  private List<Entry> latest = List.of();

  private Scenario(Instant wall) {
    this.wall = wall;
  }

  static Scenario at(String wall) {
    return new Scenario(Instant.parse(wall));
  }

  Scenario zone(String zone) {
    return rules(r -> Rules.of(LedgerCalendar.of(ZoneId.of(zone))));
  }

  Scenario rules(UnaryOperator<Rules> change) {
    rules = change.apply(rules);
    return this;
  }

  /** From now on the story is about this tunnel as that source reads it. */
  Scenario tunnel(String source, String interfaceName, String deviceKey) {
    tunnel = new TunnelId(source, interfaceName);
    device = new Device(deviceKey, 51820, 0);
    return this;
  }

  /** From now on the story is about an OpenVPN server. */
  Scenario openVpn(String source) {
    tunnel = new TunnelId(source, source);
    device = Device.OPENVPN;
    return this;
  }

  /** The server says that a connection has ended just now. */
  Scenario disconnect(Peer last) {
    return disconnect(last, wall.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** Somebody says that a connection ended then. */
  Scenario disconnect(Peer last, String ended) {
    Connection shown = last.shown(wall);
    return observe(
        new Observation.Disconnected(
            tunnel,
            now(),
            List.of(
                new Observation.End(
                    shown.peer(),
                    shown.endpoint(),
                    ((Presence.ConnectedSince) shown.presence()).at(),
                    Instant.parse(ended),
                    shown.counters()))));
  }

  Scenario port(int port) {
    device = new Device(device.publicKey(), port, 0);
    return this;
  }

  /** Both clocks go on. */
  Scenario pass(String duration) {
    Duration passed = Duration.parse(duration);
    wall = wall.plus(passed);
    nanos += passed.toNanos();
    return this;
  }

  /** Somebody moves the wall clock; no time passes. */
  Scenario stepWall(String duration) {
    wall = wall.plus(Duration.parse(duration));
    return this;
  }

  /** The machine starts again: another monotonic clock, from near zero. */
  Scenario reboot() {
    boot++;
    nanos = 20_000_000_000L;
    return this;
  }

  Scenario poll(Peer... peers) {
    return poll(Arrays.asList(peers));
  }

  Scenario poll(List<Peer> peers) {
    return observe(written(peers.toArray(Peer[]::new)));
  }

  /** What a poll would show now, for one that comes later. */
  Observation.Read written(Peer... peers) {
    List<Connection> shown = Arrays.stream(peers).map(peer -> peer.shown(wall)).toList();
    return new Observation.Read(tunnel, now(), device, shown);
  }

  /** Polls every so often, with the peers as they are at that time. */
  Scenario pollFor(String duration, String every, Peer... peers) {
    Instant until = wall.plus(Duration.parse(duration));
    while (wall.isBefore(until)) {
      pass(every).poll(peers);
    }
    return this;
  }

  Scenario fail() {
    return observe(new Observation.ReadFailed(tunnel, now(), "EPERM: needs CAP_NET_ADMIN"));
  }

  Scenario gone() {
    return observe(new Observation.Gone(tunnel, now()));
  }

  /** The peer shakes hands, and that is seen as it happens. */
  Scenario shake(String peer, @Nullable String endpoint) {
    return shake(peer, endpoint, wall.truncatedTo(ChronoUnit.SECONDS));
  }

  Scenario shake(String peer, @Nullable String endpoint, Instant handshake) {
    Endpoint at = endpoint == null ? null : Endpoint.parse(endpoint);
    return observe(new Observation.Handshake(tunnel, now(), new PeerKey(peer), handshake, at));
  }

  Scenario rename(String peer, @Nullable String name) {
    return observe(new Observation.Renamed(tunnel, now(), new PeerKey(peer), name));
  }

  Scenario rename(Observation.Naming... namings) {
    return observe(new Observation.Renamed(tunnel, now(), List.of(namings)));
  }

  Scenario advance() {
    Ledger ledger = new Ledger(rules);
    Outcome restored = ledger.advance(StateText.restored(state), now());
    return adopt(ledger.advance(state, now()), restored);
  }

  Scenario observe(Observation observation) {
    Ledger ledger = new Ledger(rules);
    Outcome restored = ledger.apply(StateText.restored(state), observation);
    return adopt(ledger.apply(state, observation), restored);
  }

  private Scenario adopt(Outcome outcome, Outcome restored) {
    assertThat(restored).isEqualTo(outcome);
    state = outcome.state();
    latest = outcome.entries();
    all.addAll(latest);
    return this;
  }

  Moment now() {
    return new Moment(wall, nanos, "boot " + boot);
  }

  Instant wall() {
    return wall;
  }

  TunnelId id() {
    return tunnel;
  }

  State state() {
    return state;
  }

  Told told() {
    return new Told(all);
  }

  /** Of the last step only. */
  Told latest() {
    return new Told(latest);
  }

  PeerState of(String peer) {
    return Objects.requireNonNull(state.tunnel(tunnel).peers().get(new PeerKey(peer)));
  }

  boolean online(String peer) {
    return of(peer).liveness().online();
  }

  List<Session> sessions(String peer) {
    return told().sessions(new PeerKey(peer));
  }

  Session session(String peer) {
    return Objects.requireNonNull(of(peer).session());
  }

  /** All that was booked, closed and open. */
  Counters usage(String peer) {
    Amount open = of(peer).sums().month();
    return told()
        .closed(tunnel, new PeerKey(peer), Resolution.MONTH)
        .map(Entry.BucketClosed::amount)
        .map(amount -> new Counters(amount.rxBytes(), amount.txBytes()))
        .reduce(new Counters(open.rxBytes(), open.txBytes()), Counters::plus);
  }
}
