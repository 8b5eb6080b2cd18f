package org.vpnledger.daemon;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.flow.capture.Tap;
import org.vpnledger.flow.decode.Decoding;
import org.vpnledger.flow.decode.Fault;
import org.vpnledger.flow.decode.Packet;
import org.vpnledger.flow.decode.PacketConsumer;
import org.vpnledger.flow.peer.Attribution;
import org.vpnledger.flow.peer.PeerTable;
import org.vpnledger.kernel.packet.PacketFilter;
import org.vpnledger.kernel.packet.RingSize;
import org.vpnledger.ledger.PeerState;
import org.vpnledger.ledger.TunnelState;
import org.vpnledger.live.Snapshot;
import org.vpnledger.source.wireguard.Place;
import org.vpnledger.vpn.Protocol;
import org.vpnledger.vpn.TunnelId;

/**
 * Listens to the tunnels that the ledger reads, each where it is, and knows whose addresses are in
 * them. Used by one thread.
 */
final class TunnelTaps implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TunnelTaps.class);

  /** As many as {@link Packet#source} can tell apart. */
  private static final int MOST = 65_535;

  private final Set<String> only;
  private final TunnelPlaces places;
  private final Attribution attribution;
  private final boolean readsDns;
  private final PacketConsumer consumer;
  private final Tap tap;
  private final ClientDevices devices = new ClientDevices();
  private final List<Known> numbered = new ArrayList<>();
  private final Map<Heard, Known> known = new HashMap<>();
  private final Set<Heard> listened = new LinkedHashSet<>();
  private final Map<String, String> problems = new TreeMap<>();
  private Set<String> shared = Set.of();

  /** Told what became of a source of packets. */
  interface Changes {
    /** Addresses in it belong to others than before. */
    void reowned(int source);

    /** It is there no more. */
    void gone(int source);
  }

  /** What is or was listened to; its counts go on when it comes back. */
  private record Known(int source, Heard heard, Decoding decoding) {}

  /**
   * Listens to nothing yet.
   *
   * @param only these interfaces or tunnels; empty for all tunnels
   * @param attribution learns whose addresses are
   */
  TunnelTaps(
      Set<String> only,
      TunnelPlaces places,
      RingSize ring,
      PacketFilter filter,
      boolean readsDns,
      Attribution attribution,
      PacketConsumer consumer) {
    this.only = Set.copyOf(only);
    this.places = places;
    this.readsDns = readsDns;
    this.attribution = attribution;
    this.consumer = consumer;
    this.tap = new Tap(ring, filter, this::tell);
  }

  /** Hands on what has come, waiting so long for it. */
  void poll(Duration longest) throws IOException {
    tap.poll(longest);
  }

  /** What {@link Packet#source} means. */
  Heard heard(int source) {
    return numbered.get(source).heard;
  }

  /** As it is logged: with its source where another tunnel has that name. */
  String label(Heard heard) {
    return shared.contains(heard.plain()) ? heard.ruled() : heard.plain();
  }

  /**
   * Listens to the tunnels that are there, and takes in whose addresses are.
   *
   * @param changes told what that means for flows that go on
   */
  void follow(Snapshot snapshot, Changes changes) {
    Map<Heard, PeerTable> wanted = new LinkedHashMap<>();
    Set<String> missing = new LinkedHashSet<>(only);
    Set<String> met = new HashSet<>();
    Set<String> twice = new HashSet<>();
    for (TunnelState tunnel : snapshot.tunnels()) {
      // What is known from before only may have become another one's.
      if (tunnel.present() && snapshot.read().contains(tunnel.id())) {
        Heard heard = new Heard(tunnel.id(), device(tunnel));
        if (!met.add(heard.plain())) {
          twice.add(heard.plain());
        }
        if (only.isEmpty() || only.contains(heard.device()) || only.contains(heard.plain())) {
          missing.removeAll(List.of(heard.device(), heard.plain()));
          wanted.put(heard, owners(tunnel));
        }
      }
    }
    shared = twice;
    if (snapshot.ready()) {
      // Never a tunnel's that is away: its peers' rules would not hold when it comes back.
      snapshot.state().tunnels().keySet().forEach(id -> missing.remove(id.interfaceName()));
      missing.forEach(name -> wanted.put(new Heard(null, name), PeerTable.EMPTY));
    }
    for (Heard one : List.copyOf(listened)) {
      if (!wanted.containsKey(one)) {
        listened.remove(one);
        tap.remove(one.ruled());
        problems.remove(one.ruled());
        changes.gone(number(one).source);
      }
    }
    wanted.forEach((one, owners) -> listen(one, owners, changes));
  }

  private String device(TunnelState tunnel) {
    return tunnel.protocol() == Protocol.OPENVPN ? devices.of(tunnel) : tunnel.id().interfaceName();
  }

  private static PeerTable owners(TunnelState tunnel) {
    Map<PeerTable.Owner, List<String>> networks = new HashMap<>();
    for (PeerState peer : tunnel.peers().values()) {
      if (peer.listed()) {
        networks.put(
            new PeerTable.Owner(peer.key().text(), tunnel.nameOf(peer.key())), peer.allowedIps());
      }
    }
    return PeerTable.of(networks);
  }

  private void listen(Heard heard, PeerTable owners, Changes changes) {
    if (!known.containsKey(heard) && numbered.size() == MOST) {
      return;
    }
    Known one = number(heard);
    if (attribution.peers(one.source, owners)) {
      changes.reowned(one.source);
    }
    if (listened.add(heard)) {
      TunnelId tunnel = heard.tunnel();
      tap.add(
          new PlacedInterface(
              heard.ruled(), heard.device(), () -> tunnel == null ? Place.HERE : places.of(tunnel)),
          one.decoding);
    }
  }

  private Known number(Heard heard) {
    return known.computeIfAbsent(
        heard,
        _ -> {
          int source = numbered.size();
          Known made = new Known(source, heard, new Decoding(source, null, readsDns, consumer));
          numbered.add(made);
          return made;
        });
  }

  private void tell(String name, String problem) {
    if (problem.isEmpty()) {
      problems.remove(name);
      LOG.info("flows: listening to {}", name);
    } else {
      String line = problem.contains("EPERM") ? problem + ": needs CAP_NET_RAW" : problem;
      problems.put(name, line);
      LOG.warn("flows: {}: {}", name, line);
    }
  }

  /** What is the matter with whichever is not listened to, a line each. */
  List<String> problems() {
    return problems.entrySet().stream().map(one -> one.getKey() + ": " + one.getValue()).toList();
  }

  /** Packets that the kernel had no room for, since the beginning. */
  Map<Heard, Long> drops() {
    Map<String, Long> byName = tap.drops();
    Map<String, Heard> latest = new LinkedHashMap<>(); // an interface may have had several names
    numbered.forEach(one -> latest.put(one.heard.ruled(), one.heard));
    Map<Heard, Long> drops = new LinkedHashMap<>();
    latest.forEach((name, heard) -> drops.put(heard, byName.getOrDefault(name, 0L)));
    return drops;
  }

  /** Packets that were not understood to their end, since the beginning. */
  Map<Fault, Long> faults() {
    Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    for (Known one : numbered) {
      one.decoding.faults().forEach((fault, count) -> faults.merge(fault, count, Long::sum));
    }
    return faults;
  }

  /** Hands on all that has come until now. */
  void finish() throws IOException {
    tap.finish();
  }

  @Override
  public void close() {
    tap.close();
  }
}
