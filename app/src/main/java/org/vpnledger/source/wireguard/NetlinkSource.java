package org.vpnledger.source.wireguard;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vpnledger.kernel.Descriptor;
import org.vpnledger.kernel.Errno;
import org.vpnledger.kernel.KernelException;
import org.vpnledger.kernel.netlink.Link;
import org.vpnledger.kernel.netlink.MalformedMessageException;
import org.vpnledger.source.SourceException;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.LinkTroubles;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Noticing;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.Observation.Born;
import org.vpnledger.vpn.Observation.Gone;
import org.vpnledger.vpn.Observation.Read;
import org.vpnledger.vpn.Observation.ReadFailed;
import org.vpnledger.vpn.ObservationClock;
import org.vpnledger.vpn.TunnelId;

/**
 * Reads the WireGuard of the kernel itself, by netlink: no program is started, and an interface
 * that comes or goes is known at once.
 */
public final class NetlinkSource implements Watched {
  /** How long an interface may take to answer. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  private final String name;
  private final Place place;
  private final InterfaceFilter filter;
  private final Duration timeout;
  private final boolean familyRequired;
  private final Moments moments;
  private final ObservationClock clock;
  private final TreeMap<String, Tunnel> tunnels = new TreeMap<>();
  private @Nullable NetlinkSession session;
  private long nextFamilyLook = Long.MIN_VALUE;
  private boolean hadFamily;

  /** What is known of an interface that was read before. */
  private record Tunnel(int index, String kind, Epoch epoch, KnownPeers peers) {}

  /**
   * A source for one namespace.
   *
   * @param familyRequired whether a kernel without WireGuard is a failure: it is where somebody
   *     chose this source, and not where it is only looked whether there is something to be read
   */
  public NetlinkSource(
      String name,
      Place place,
      InterfaceFilter filter,
      Duration timeout,
      boolean familyRequired,
      Moments moments,
      ObservationClock clock) {
    this.moments = moments;
    this.name = name;
    this.place = place;
    this.filter = filter;
    this.timeout = timeout;
    this.familyRequired = familyRequired;
    this.clock = clock;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Observation> poll() throws SourceException, InterruptedException {
    Place.Spot spot = find();
    if (spot == null) {
      return leave();
    }
    try {
      NetlinkSession open = enter(spot);
      open.drainChanges(Set.of());
      List<Link> links = open.links(timeout);
      if (links.isEmpty() && familyRequired) {
        requireFamily(open);
      }
      return look(spot, links);
    } catch (IOException e) {
      disconnect();
      throw new SourceException(NetlinkAdvice.on(e), e);
    }
  }

  /** The place; absent when it has gone with all that was in it. */
  private Place.@Nullable Spot find() throws SourceException {
    try {
      return place.find();
    } catch (SourceException e) {
      if (tunnels.isEmpty()) {
        disconnect(); // open sockets would keep the place alive, with whatever else is in it
        throw e;
      }
      return null; // said now is what has gone, and at the next look why
    }
  }

  private NetlinkSession enter(Place.Spot spot) throws IOException {
    NetlinkSession open = session;
    if (open != null && !open.isOf(spot.namespace())) {
      disconnect();
      open = null;
    }
    if (open == null) {
      open = NetlinkSession.open(spot.namespace());
      session = open;
    }
    return open;
  }

  private void requireFamily(NetlinkSession open)
      throws IOException, SourceException, InterruptedException {
    // Asking lets the kernel look for a module: not at every look.
    if (!hadFamily && System.nanoTime() >= nextFamilyLook) {
      nextFamilyLook = System.nanoTime() + Duration.ofMinutes(1).toNanos();
      for (String kind : NetlinkSession.KINDS) {
        hadFamily |= open.hasFamily(kind, timeout);
      }
    }
    if (!hadFamily) {
      throw new SourceException(
          "kernel without WireGuard: 'modprobe wireguard', or leave out type = \"netlink\" to read"
              + " implementations in user space");
    }
  }

  private List<Observation> look(Place.Spot spot, List<Link> links)
      throws IOException, InterruptedException {
    Map<String, Link> wanted = new TreeMap<>();
    links.forEach(link -> {
      if (InterfaceName.isValid(link.name())) {
        wanted.put(link.name(), link);
      }
    });
    filter.restrict(wanted.keySet());
    List<Observation> observations = new ArrayList<>();
    for (String id : List.copyOf(tunnels.keySet())) {
      Link link = wanted.get(id);
      Tunnel tunnel = tunnels.get(id);
      if (tunnel != null && (link == null || !enter(spot).epoch(link).equals(tunnel.epoch))) {
        observations.add(gone(id)); // or another one has its name
      }
    }
    for (Link link : wanted.values()) {
      observations.addAll(read(spot, link));
    }
    observations.sort(Comparator.comparing(Observation::tunnel)); // stable: Born before its Read
    return observations;
  }

  private List<Observation> read(Place.Spot spot, Link link) throws InterruptedException {
    TunnelId id = new TunnelId(name, link.name());
    try {
      NetlinkSession open = enter(spot);
      Tunnel known = tunnels.get(link.name());
      Epoch epoch = open.epoch(link);
      KnownPeers peers = known == null ? new KnownPeers() : known.peers;
      Moment asked = clock.now();
      Snapshot snapshot =
          open.read(
              link,
              () ->
                  new NetlinkParser(link.index(), peers, epoch, asked.wall(), open.zones(timeout)),
              timeout);
      Moment at = clock.now();
      tunnels.put(link.name(), new Tunnel(link.index(), link.kind(), epoch, peers));
      moments.note(open.namespace(), link.index(), id, link.kind());
      Noticing noticing = moments.isProbed(link.kind()) ? Noticing.KPROBE : Noticing.POLLS;
      Device device = snapshot.device().with(troubles(link.troubles())).with(noticing);
      Read read = new Read(id, at, device, snapshot.connections());
      return known == null ? List.of(new Born(id, at), read) : List.of(read);
    } catch (IOException | MalformedReadException e) {
      disconnect(); // the rest of an answer may still come
      if (e instanceof KernelException refusal && refusal.errno() == Errno.ENODEV) {
        return tunnels.containsKey(link.name()) ? List.of(gone(link.name())) : List.of();
      }
      return List.of(new ReadFailed(id, clock.now(), NetlinkAdvice.on(e), isMalformed(e)));
    }
  }

  private static boolean isMalformed(Exception e) {
    return e instanceof MalformedReadException || e instanceof MalformedMessageException;
  }

  /**
   * The interfaces beside which a process may speak WireGuard, in this source's place: a socket
   * does not tell which namespace its interface is in. Empty when nobody can tell.
   */
  Set<String> userspaceCandidates() throws InterruptedException {
    NetlinkSession open = session;
    if (open == null) {
      return Set.of();
    }
    try {
      return open.names(WireGuardSource.KIND, timeout);
    } catch (IOException e) {
      disconnect();
      return Set.of();
    }
  }

  private static LinkTroubles troubles(Link.Troubles seen) {
    return new LinkTroubles(
        Math.max(0, seen.rxErrors()),
        Math.max(0, seen.txErrors()),
        Math.max(0, seen.rxDropped()),
        Math.max(0, seen.txDropped()));
  }

  private Gone gone(String id) {
    tunnels.remove(id);
    TunnelId tunnel = new TunnelId(name, id);
    moments.forget(tunnel);
    return new Gone(tunnel, clock.now());
  }

  /** All tunnels have gone with the place that they were in. */
  private List<Observation> leave() {
    List<Observation> observations = new ArrayList<>();
    List.copyOf(tunnels.keySet()).forEach(id -> observations.add(gone(id)));
    disconnect();
    return observations;
  }

  @Override
  public List<Descriptor> descriptors() {
    NetlinkSession open = session;
    return open == null ? List.of() : List.of(open.changes());
  }

  /** Whether an interface has come or gone. */
  @Override
  public boolean stirred(int index) {
    NetlinkSession open = session;
    Set<Integer> known = new HashSet<>();
    tunnels.values().forEach(tunnel -> known.add(tunnel.index));
    try {
      return open != null && open.drainChanges(known);
    } catch (IOException e) {
      disconnect(); // the next look opens it again, or tells why not
      return true;
    }
  }

  /** AmneziaWG disguises its packets. */
  @Override
  public Set<String> unheard() {
    Set<String> disguised = new HashSet<>();
    tunnels.forEach((id, tunnel) -> {
      if (!tunnel.kind.equals(HandshakeProbe.WIREGUARD)) {
        disguised.add(id);
      }
    });
    return disguised;
  }

  private void disconnect() {
    NetlinkSession open = session;
    session = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() {
    disconnect();
    tunnels.clear();
  }
}
