package org.vpnledger.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.GivenName;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/**
 * The ledger: what an observation means, given what is remembered. A pure function of both.
 *
 * <p>Law: saving and restoring the state between any two observations changes no entry.
 *
 * <p>Property: over any history of crashes, resets and gaps, the booked usage equals the true
 * traffic that the counters showed.
 */
public final class Ledger {
  /**
   * Smaller differences between the clocks come from slewing and from reading one after the other.
   */
  static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

  private final Rules rules;

  /** A ledger by these rules. */
  public Ledger(Rules rules) {
    this.rules = rules;
  }

  /** What follows from one observation. */
  public Outcome apply(State state, Observation observation) {
    return switch (observation) {
      case Observation.Read read -> read(state, read);
      case Observation.ReadFailed failed -> failed(state, failed);
      case Observation.Gone gone -> gone(state, gone);
      // The read that follows says what came into being; until then nothing is known of it.
      case Observation.Born _ -> new Outcome(state, List.of());
      case Observation.Handshake shaken -> shaken(state, shaken);
      case Observation.Renamed renamed -> renamed(state, renamed);
      case Observation.Refused refused -> refused(state, refused);
      case Observation.PacketsDropped dropped -> dropped(state, dropped);
      case Observation.Disconnected told -> disconnected(state, told);
    };
  }

  /** The daemon itself began or ended. */
  public static Entry told(EventType type, Instant at, String detail) {
    return new Entry.Happened(Event.ofGateway(type, at, at, detail));
  }

  /**
   * What follows from the ledger's own events was found out beside it, and is an event itself.
   *
   * @param number the finding's, which waits until its event is written
   */
  public static List<Entry> found(long number, Event finding, Instant now) {
    return List.of(new Entry.Happened(finding.noticed(now)), new Entry.FindingTaken(number));
  }

  /**
   * Lets time pass: closes the buckets of tunnels that are gone, which no read will ever close.
   * Those of a tunnel that merely cannot be read stay open, since what it moves meanwhile belongs
   * to them.
   */
  public Outcome advance(State state, Moment now) {
    List<Entry> entries = new ArrayList<>();
    State next = state;
    Spread nothing = Spread.over(rules.calendar(), now.wall(), Duration.ZERO, false);
    for (TunnelState tunnel : inOrder(state)) {
      if (!tunnel.present()) {
        TunnelState rolled = rolled(tunnel, nothing, entries);
        if (!rolled.equals(tunnel)) {
          entries.add(new Entry.TunnelSaved(rolled));
          next = next.with(rolled);
        }
      }
    }
    return new Outcome(next, entries);
  }

  /**
   * Takes readings now, besides those of every interval: what the counters showed when last read.
   */
  public Outcome takeReadings(State state) {
    List<Entry> entries = new ArrayList<>();
    State next = state;
    for (TunnelState tunnel : inOrder(state)) {
      Moment last = tunnel.lastRead();
      if (tunnel.present() && last != null) {
        Map<PeerKey, PeerState> peers = new HashMap<>(tunnel.peers());
        Readings.take(tunnel, peers, last.wall(), entries);
        TunnelState taken = tunnel.withPeers(Map.copyOf(peers), tunnel.sums());
        entries.add(new Entry.TunnelSaved(taken));
        next = next.with(taken);
      }
    }
    return new Outcome(next, entries);
  }

  private static List<TunnelState> inOrder(State state) {
    return state.tunnels().values().stream().sorted(Comparator.comparing(TunnelState::id)).toList();
  }

  private static List<PeerState> inOrder(Collection<PeerState> peers) {
    return peers.stream().sorted(PeerState.BY_KEY).toList();
  }

  private TunnelState rolled(TunnelState tunnel, Spread nothing, List<Entry> entries) {
    Map<PeerKey, PeerState> peers = new HashMap<>(tunnel.peers());
    Booking booking = new Booking(rules.calendar(), tunnel.id(), nothing, entries);
    for (PeerState peer : inOrder(tunnel.peers().values())) {
      Sums sums = booking.book(peer.key(), peer.sums(), Counters.ZERO);
      if (!sums.equals(peer.sums())) {
        PeerState next = peer.withSums(sums);
        peers.put(peer.key(), next);
        entries.add(new Entry.PeerSaved(tunnel.id(), next));
      }
    }
    return tunnel.withPeers(Map.copyOf(peers), booking.book(null, tunnel.sums(), Counters.ZERO));
  }

  private Outcome read(State state, Observation.Read read) {
    TunnelState tunnel = tunnelReadBy(state, read.tunnel(), read.device(), read.at());
    if (tunnel == null || isOvertaken(read.at(), tunnel)) {
      return new Outcome(state, List.of());
    }
    List<Entry> entries = new ArrayList<>();
    boolean ownSource = tunnel.id().equals(read.tunnel());
    ReadStep step = new ReadStep(rules, tunnel, read, ownSource, entries);
    if (step.isSuspiciouslyEmpty()) {
      // It is not the last read: what it shows of the clock, the next one shows too.
      return new Outcome(state.with(step.doubted()), entries);
    }
    noteClockStep(state, read.at(), entries);
    return new Outcome(state.with(step.result()), entries);
  }

  /**
   * The tunnel that a read is of: its own, or one that another source reads too (same device key
   * and port) while that source cannot. Absent when that source can: then this one is standby,
   * since counting both would double everything.
   */
  private @Nullable TunnelState tunnelReadBy(State state, TunnelId id, Device device, Moment at) {
    for (TunnelState other : inOrder(state)) {
      if (!other.id().source().equals(id.source())
          && isSameDevice(other, id, device)
          && !isStandby(state, other)) {
        return isReadWell(other, at) ? null : other;
      }
    }
    return state.tunnel(id);
  }

  /** A tunnel of the same device that was known even before the other one: it stays the one. */
  private static boolean isStandby(State state, TunnelState tunnel) {
    Device device = tunnel.device();
    return device != null
        && state.tunnels().values().stream()
            .anyMatch(other ->
                other.id().compareTo(tunnel.id()) < 0
                    && isSameDevice(other, tunnel.id(), device)
                    && !other.id().source().equals(tunnel.id().source()));
  }

  /** One key at one port or under one name: the port alone may be given anew. */
  private static boolean isSameDevice(TunnelState one, TunnelId id, Device other) {
    Device device = one.device();
    return device != null
        && device.publicKey() != null
        && device.publicKey().equals(other.publicKey())
        && (device.listenPort() == other.listenPort()
            || one.id().interfaceName().equals(id.interfaceName()));
  }

  private boolean isReadWell(TunnelState tunnel, Moment now) {
    Moment last = tunnel.lastRead();
    return tunnel.present()
        && !tunnel.failing()
        && last != null
        && now.since(last).compareTo(rules.standbyAfter()) < 0;
  }

  /**
   * Whether a later read of another source came first: smaller counters would look like a reset.
   * One that is older by more is rather a machine that was set back to a snapshot.
   */
  private boolean isOvertaken(Moment at, TunnelState tunnel) {
    Moment last = tunnel.lastRead();
    return last != null
        && last.clock().equals(at.clock())
        && at.monotonicNanos() < last.monotonicNanos()
        && last.since(at).compareTo(rules.standbyAfter()) < 0;
  }

  /** Of a tunnel that is not known, or is gone as far as is known, the next read tells. */
  private Outcome shaken(State state, Observation.Handshake shaken) {
    TunnelState own = state.tunnels().get(shaken.tunnel());
    Device device = own == null ? null : own.device();
    TunnelState tunnel =
        device == null ? null : tunnelReadBy(state, shaken.tunnel(), device, shaken.at());
    if (tunnel == null || !tunnel.present()) {
      return new Outcome(state, List.of());
    }
    List<Entry> entries = new ArrayList<>();
    TunnelState next = new HandshakeStep(rules, tunnel, shaken, entries).result();
    return new Outcome(entries.isEmpty() ? state : state.with(next), entries);
  }

  /** Of a server that was never read nothing is booked: what it moved, it moved before. */
  private Outcome disconnected(State state, Observation.Disconnected told) {
    TunnelState tunnel = state.tunnel(told.tunnel());
    if (tunnel.lastRead() == null) {
      return new Outcome(state, List.of());
    }
    List<Entry> entries = new ArrayList<>();
    Interval interval = Interval.since(tunnel, told.at(), rules);
    Booking booking = new Booking(rules.calendar(), tunnel.id(), interval.spread(), entries);
    LinksStep step = new LinksStep(tunnel, interval, booking, entries);
    Map<PeerKey, PeerState> peers = new HashMap<>(tunnel.peers());
    boolean news = false;
    for (Observation.End end : told.ends()) {
      PeerState before = peers.get(end.peer());
      PeerState next = step.apply(end, before);
      if (next != null && !next.equals(before)) {
        peers.put(next.key(), next);
        news = true;
      }
    }
    if (!news) {
      return new Outcome(state, List.of());
    }
    TunnelState changed =
        tunnel.withPeers(Map.copyOf(peers), booking.book(null, tunnel.sums(), step.movedInTotal()));
    entries.add(new Entry.TunnelSaved(changed));
    return new Outcome(state.with(changed), entries);
  }

  private static void noteClockStep(State state, Moment now, List<Entry> entries) {
    Moment latest = state.latestRead(now);
    Duration step = latest == null ? Duration.ZERO : now.wallStepSince(latest);
    if (step.abs().compareTo(CLOCK_TOLERANCE) > 0) {
      String detail =
          "the wall clock was put %s by %d s"
              .formatted(step.isNegative() ? "back" : "forward", step.abs().toSeconds());
      entries.add(
          new Entry.Happened(
              Event.ofGateway(EventType.CLOCK_STEPPED, now.wall(), now.wall(), detail)));
    }
  }

  private static Outcome failed(State state, Observation.ReadFailed failed) {
    TunnelState tunnel = state.tunnels().get(failed.tunnel());
    if (tunnel == null || tunnel.failing()) {
      return new Outcome(state, List.of());
    }
    TunnelState next = tunnel.withFailing(true);
    return new Outcome(
        state.with(next),
        List.of(
            new Entry.TunnelSaved(next),
            new Entry.Happened(
                Event.ofTunnel(
                    EventType.SOURCE_FAILED,
                    tunnel.id(),
                    failed.at().wall(),
                    failed.at().wall(),
                    failed.reason()))));
  }

  /** An interface that is really gone ends its peers' sessions; its peers are not removed. */
  private static Outcome gone(State state, Observation.Gone gone) {
    TunnelState tunnel = state.tunnels().get(gone.tunnel());
    if (tunnel == null || !tunnel.present()) {
      return new Outcome(state, List.of());
    }
    Instant now = gone.at().wall();
    List<Entry> entries = new ArrayList<>();
    Map<PeerKey, PeerState> peers = new HashMap<>(tunnel.peers());
    for (PeerState peer : inOrder(tunnel.peers().values())) {
      if (peer.liveness().online() || peer.rxRate() != 0 || peer.txRate() != 0) {
        peers.put(peer.key(), Departure.offline(tunnel, peer, now, entries));
      }
    }
    entries.add(
        new Entry.Happened(Event.ofTunnel(EventType.TUNNEL_DOWN, tunnel.id(), now, now, null)));
    TunnelState next =
        tunnel.withPeers(Map.copyOf(peers), tunnel.sums()).withPresent(false).withEmptyReads(0);
    entries.add(new Entry.TunnelSaved(next));
    return new Outcome(state.with(next), entries);
  }

  /** Of a tunnel that is not known nothing is told: its name may be anything. */
  private static Outcome refused(State state, Observation.Refused refused) {
    TunnelState tunnel = state.tunnels().get(refused.tunnel());
    if (tunnel == null) {
      return new Outcome(state, List.of());
    }
    Instant now = refused.at().wall();
    Event event =
        new Event(
            EventType.HANDSHAKE_REJECTED,
            tunnel.id(),
            null,
            null,
            now,
            now,
            refused.endpoint(),
            null,
            null,
            refused.reason());
    return new Outcome(state, List.of(new Entry.Happened(event)));
  }

  private static Outcome dropped(State state, Observation.PacketsDropped dropped) {
    if (!state.tunnels().containsKey(dropped.tunnel())) {
      return new Outcome(state, List.of());
    }
    Instant now = dropped.at().wall();
    Event event =
        Event.ofTunnel(EventType.PACKETS_DROPPED, dropped.tunnel(), now, now, dropped.detail());
    return new Outcome(state, List.of(new Entry.Happened(event)));
  }

  private static Outcome renamed(State state, Observation.Renamed renamed) {
    TunnelState tunnel = state.tunnel(renamed.tunnel());
    Map<PeerKey, GivenName> names = new HashMap<>(tunnel.names());
    List<Entry> entries = new ArrayList<>();
    for (Observation.Naming naming : renamed.namings()) {
      PeerKey peer = naming.peer();
      GivenName name = naming.name();
      GivenName before = name == null ? names.remove(peer) : names.put(peer, name);
      if (!Objects.equals(before, name)) {
        Instant now = renamed.at().wall();
        entries.add(new Entry.NameChanged(tunnel.id(), peer, name, now));
        noteNewName(tunnel, naming, before, now, entries);
      }
    }
    return entries.isEmpty()
        ? new Outcome(state, List.of())
        : new Outcome(state.with(tunnel.withNames(Map.copyOf(names))), entries);
  }

  /** A first name is no event, and neither is the same name from elsewhere. */
  private static void noteNewName(
      TunnelState tunnel,
      Observation.Naming naming,
      @Nullable GivenName before,
      Instant now,
      List<Entry> entries) {
    PeerState known = tunnel.peers().get(naming.peer());
    String name = naming.name() == null ? null : naming.name().text();
    if (known != null && before != null && !before.text().equals(name)) {
      entries.add(
          new Entry.Happened(
              new Event(
                  EventType.RENAMED,
                  tunnel.id(),
                  known.key(),
                  name,
                  now,
                  now,
                  known.endpoint(),
                  null,
                  known.liveness().handshake(),
                  "was " + before.text())));
    }
  }
}
