package org.vpnledger.source.wireguard;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

  /**
   * What both runtimes allow. A user's own files may say anything, though, and it becomes a name.
   */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");

  private static final int SHORT_ID = 12;

  private final String name;
  private final Set<String> reserved;
  private final Set<String> only;
  private final Containers containers;
  private final Moments moments;
  private final ObservationClock clock;
  private final Map<String, One> sources = new TreeMap<>();
  private final Map<String, String> told = new HashMap<>();
  private long searchAt = Long.MIN_VALUE;
  private volatile List<String> found = List.of();
  private volatile Map<String, Container> places = Map.of();

  /** What is read of one container, by its id. */
  private record One(Container found, String name, Watched watched) {
    String container() {
      return found.id();
    }
  }

  /**
   * A source of sources.
   *
   * @param reserved names of sources that no container's may have
   * @param only the interfaces that are read; empty for all
   */
  public ContainersSource(
      String name,
      Set<String> reserved,
      Set<String> only,
      Containers containers,
      Moments moments,
      ObservationClock clock) {
    this.moments = moments;
    this.name = name;
    this.reserved = Set.copyOf(reserved);
    this.only = Set.copyOf(only);
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

  /**
   * Where the container is whose tunnels are read by that name, for one who looks there too. Any
   * thread.
   *
   * @param source the first part of its tunnels' ids
   * @return absent if there is none
   */
  public @Nullable Place place(String source) {
    Container container = places.get(source);
    return container == null ? null : new ContainerPlace(containers, container);
  }

  @Override
  public List<Observation> poll() throws InterruptedException {
    List<Observation> seen = new ArrayList<>();
    if (System.nanoTime() >= searchAt) {
      searchAt = System.nanoTime() + SEARCH_EVERY;
      List<Container> running = containers.running();
      leave(running, seen);
      search(running);
    }
    for (Map.Entry<String, One> one : sources.entrySet()) {
      try {
        seen.addAll(one.getValue().watched.poll());
        told.remove(one.getKey());
      } catch (SourceException e) {
        if (tell(one.getKey(), String.valueOf(e.getMessage()))) {
          searchAt = Long.MIN_VALUE; // it may run again already, as another container
        }
      }
    }
    return seen;
  }

  /** Lets go of those that have ended, once nothing is left to be said of their tunnels. */
  private void leave(List<Container> running, List<Observation> seen) throws InterruptedException {
    Set<String> ids = running.stream().map(Container::id).collect(Collectors.toSet());
    for (String source : List.copyOf(sources.keySet())) {
      One one = sources.get(source);
      if (one != null && !ids.contains(one.container()) && told.containsKey(source)) {
        try {
          seen.addAll(one.watched.poll());
        } catch (SourceException e) {
          one.watched.close();
          sources.remove(source);
        }
      }
    }
    told.keySet().retainAll(known(running));
    noteFound();
  }

  private Set<String> known(List<Container> running) {
    Set<String> known = new HashSet<>(sources.keySet());
    running.forEach(container -> known.add(plainName(container)));
    return known;
  }

  private void search(List<Container> running) throws InterruptedException {
    Set<String> read = sources.values().stream().map(One::container).collect(Collectors.toSet());
    for (Container container : running) {
      String source = sourceName(container);
      if (read.add(container.id())
          && !sources.containsKey(source)
          && sources.size() < MOST
          && hasWireGuard(container)) {
        Duration timeout = NetlinkSource.DEFAULT_TIMEOUT;
        Place place = new ContainerPlace(containers, container);
        Watched there = new WireGuardSource(source, place, only, timeout, moments, clock);
        Watched listening = new ListeningSource(there, place, moments);
        sources.put(source, new One(container, plainName(container), listening));
      }
    }
    noteFound();
  }

  /** By their names as long as these tell them apart. */
  private void noteFound() {
    List<String> names = sources.values().stream().map(One::name).toList();
    found =
        sources.values().stream()
            .map(one -> Collections.frequency(names, one.name) == 1 ? one.name : one.container())
            .toList();
    places =
        sources.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, one -> one.getValue().found));
  }

  /** The container's name, unless another one of that name is read already. */
  private String sourceName(Container container) {
    String name = plainName(container);
    String free = reserved.contains(name) ? "container-" + name : name;
    return sources.containsKey(free) ? free + "-" + shortId(container) : free;
  }

  private static String plainName(Container container) {
    return NAME.matcher(container.name()).matches() ? container.name() : shortId(container);
  }

  private static String shortId(Container container) {
    String id = container.id();
    return id.substring(0, Math.min(SHORT_ID, id.length()));
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
      tell(plainName(container), NetlinkAdvice.on(e));
      return false;
    }
  }

  /** Whether it is news. */
  private boolean tell(String container, String problem) {
    boolean isNew = !problem.equals(told.put(container, problem));
    if (isNew) {
      LOG.warn("container {}: {}", container, problem);
    }
    return isNew;
  }

  private Stream<Watched> watched() {
    return sources.values().stream().map(One::watched);
  }

  @Override
  public List<Descriptor> descriptors() {
    return watched().flatMap(source -> source.descriptors().stream()).toList();
  }

  @Override
  public boolean stirred(int index) {
    int first = 0;
    for (Watched source : watched().toList()) {
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
    return watched().map(Watched::patience).min(Duration::compareTo).orElse(NO_HURRY);
  }

  @Override
  public Set<String> unheard() {
    return Set.of(); // each of them listens itself
  }

  @Override
  public void close() {
    watched().forEach(Watched::close);
    sources.clear();
  }
}
