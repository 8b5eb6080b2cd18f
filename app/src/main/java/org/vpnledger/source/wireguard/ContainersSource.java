package org.vpnledger.source.wireguard;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.container.Container;
import org.vpnledger.container.Containers;
import org.vpnledger.kernel.Descriptor;
import org.vpnledger.kernel.NetworkNamespace;
import org.vpnledger.source.SourceException;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.ObservationClock;

/**
 * The tunnels in containers that nobody configured: whichever container of Docker's or Podman's has
 * a WireGuard interface in a network of its own is read as a source of the container's name.
 */
public final class ContainersSource implements Watched {
  private static final Logger LOG = LoggerFactory.getLogger(ContainersSource.class);

  /** How often it is looked which containers there are. */
  private static final long SEARCH_EVERY = Duration.ofSeconds(10).toNanos();

  /** More than a machine has; each takes three sockets. */
  private static final int MOST = 64;

  private final String name;
  private final Set<String> reserved;
  private final Containers containers;
  private final Moments moments;
  private final ObservationClock clock;
  private final Map<String, Watched> sources = new TreeMap<>();
  private final Map<String, String> told = new HashMap<>();
  private long searchAt = Long.MIN_VALUE;
  private volatile List<String> found = List.of();

  /**
   * A source of sources.
   *
   * @param reserved names of sources that no container's may have
   */
  public ContainersSource(
      String name,
      Set<String> reserved,
      Containers containers,
      Moments moments,
      ObservationClock clock) {
    this.moments = moments;
    this.name = name;
    this.reserved = Set.copyOf(reserved);
    this.containers = containers;
    this.clock = clock;
  }

  @Override
  public String name() {
    return name;
  }

  /** The containers whose tunnels are read, for those who look for names in them. Any thread. */
  public List<String> found() {
    return found;
  }

  @Override
  public List<Observation> poll() throws InterruptedException {
    if (System.nanoTime() >= searchAt) {
      search();
      searchAt = System.nanoTime() + SEARCH_EVERY;
    }
    List<Observation> seen = new ArrayList<>();
    for (Map.Entry<String, Watched> one : sources.entrySet()) {
      try {
        seen.addAll(one.getValue().poll());
        told.remove(one.getKey());
      } catch (SourceException e) {
        tell(one.getKey(), String.valueOf(e.getMessage()));
      }
    }
    return seen;
  }

  private void search() throws InterruptedException {
    for (Container container : containers.running()) {
      String source = sourceName(container.name());
      if (!sources.containsKey(source) && sources.size() < MOST && hasWireGuard(container)) {
        Duration timeout = NetlinkSource.DEFAULT_TIMEOUT;
        Place place = new ContainerPlace(containers, container.name(), container.engine());
        Watched there = new WireGuardSource(source, place, Set.of(), timeout, moments, clock);
        sources.put(source, new ListeningSource(there, place, moments));
        List<String> names = new ArrayList<>(found);
        names.add(container.name());
        found = List.copyOf(names);
      }
    }
  }

  private String sourceName(String container) {
    return reserved.contains(container) ? "container-" + container : container;
  }

  /** Whether there is anything to be read, in a network that is not this one's. */
  private boolean hasWireGuard(Container container) throws InterruptedException {
    NetworkNamespace namespace = new NetworkNamespace(container.networkNamespace());
    try {
      if (namespace.isOwn()) {
        return false; // what it has there is read already
      }
      try (NetlinkSession session = NetlinkSession.open(namespace)) {
        return !session.links(NetlinkSource.DEFAULT_TIMEOUT).isEmpty()
            || WireGuardSource.hasSocket(
                container.root(),
                session.names(WireGuardSource.KIND, NetlinkSource.DEFAULT_TIMEOUT));
      }
    } catch (IOException e) {
      tell(container.name(), NetlinkAdvice.on(e));
      return false;
    }
  }

  private void tell(String container, String problem) {
    if (!problem.equals(told.put(container, problem))) {
      LOG.warn("container {}: {}", container, problem);
    }
  }

  @Override
  public List<Descriptor> descriptors() {
    return sources.values().stream().flatMap(source -> source.descriptors().stream()).toList();
  }

  @Override
  public boolean stirred(int index) {
    int first = 0;
    for (Watched source : sources.values()) {
      int count = source.descriptors().size();
      if (index < first + count) {
        return source.stirred(index - first);
      }
      first += count;
    }
    return false;
  }

  @Override
  public Duration patience() {
    return sources.values().stream()
        .map(Watched::patience)
        .min(Duration::compareTo)
        .orElse(NO_HURRY);
  }

  @Override
  public Set<String> unheard() {
    return Set.of(); // each of them listens itself
  }

  @Override
  public void close() {
    sources.values().forEach(Watched::close);
    sources.clear();
  }
}
