package org.vpnledger.source.wireguard;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.vpnledger.kernel.Descriptor;
import org.vpnledger.source.SourceException;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.ObservationClock;
import org.vpnledger.vpn.TunnelId;

/**
 * Reads userspace implementations (wireguard-go, boringtun) through their sockets, all at once on
 * the caller's thread: one that hangs costs the look its timeout, and the others nothing.
 */
public final class UapiSource implements Watched {
  /** Where implementations of WireGuard put their sockets, and those of AmneziaWG. */
  public static final List<Path> DEFAULT_FOLDERS =
      List.of(Path.of("/var/run/wireguard"), Path.of("/var/run/amneziawg"));

  /** How long an interface may take to answer. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

  private static final Path AMNEZIA = Path.of("amneziawg");
  private static final int CHUNK = 64 << 10;

  private final String name;
  private final Supplier<List<Path>> folders;
  private final InterfaceFilter filter;
  private final Duration timeout;
  private final ObservationClock clock;
  private final DevicePublicKeys publicKeys = new DevicePublicKeys();
  private final TreeMap<String, UapiTunnel> tunnels = new TreeMap<>();
  private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);

  /**
   * With the folders to look into and the time that one answer may take.
   *
   * @param folders asked at every look; the first one that has an interface's socket counts
   */
  public UapiSource(
      String name,
      Supplier<List<Path>> folders,
      InterfaceFilter filter,
      Duration timeout,
      ObservationClock clock) {
    this.name = name;
    this.folders = folders;
    this.filter = filter;
    this.timeout = timeout;
    this.clock = clock;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Observation> poll() throws SourceException, InterruptedException {
    SortedMap<String, Path> sockets = scan();
    List<Observation> seen = new ArrayList<>();
    try (Selector selector = Selector.open()) {
      try {
        for (String absent : new TreeSet<>(tunnels.keySet())) {
          if (!sockets.containsKey(absent)) {
            seen.addAll(gone(absent));
          }
        }
        sockets.forEach((id, socket) -> seen.addAll(ask(id, socket, selector)));
        await(selector, seen);
      } finally {
        tunnels.values().forEach(UapiTunnel::giveUp);
        wipeChunk();
      }
    } catch (IOException e) {
      throw new SourceException("read userspace sockets: " + e.getMessage(), e);
    }
    seen.sort(Comparator.comparing(Observation::tunnel)); // stable: Born stays before its Read
    return seen;
  }

  private SortedMap<String, Path> scan() throws SourceException {
    SortedMap<String, Path> sockets = new TreeMap<>();
    for (Path path : folders.get().reversed()) {
      SocketFolder folder = new SocketFolder(path);
      try {
        sockets.putAll(folder.sockets());
      } catch (AccessDeniedException e) {
        throw new SourceException("list " + folder.path() + ": permission denied: run as root", e);
      } catch (IOException e) {
        throw new SourceException("list " + folder.path() + ": " + e.getMessage(), e);
      }
    }
    filter.restrict(sockets.keySet());
    return sockets;
  }

  private List<Observation> ask(String id, Path socket, Selector selector) {
    UapiTunnel tunnel =
        tunnels.computeIfAbsent(id, _ -> new UapiTunnel(new TunnelId(name, id), socket, clock));
    try {
      tunnel.ask(selector);
      return List.of();
    } catch (ConnectException | NoSuchFileException e) {
      return gone(id); // nobody listens: the process that was the interface is dead
    } catch (IOException e) {
      return List.of(tunnel.failed(e));
    }
  }

  private void await(Selector selector, List<Observation> seen)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    int waiting = selector.keys().size();
    while (waiting > 0) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        break;
      }
      selector.select(Math.max(1, left / 1_000_000));
      if (Thread.interrupted()) {
        throw new InterruptedException("while reading userspace sockets");
      }
      for (SelectionKey key : selector.selectedKeys()) {
        if (key.attachment() instanceof UapiTunnel tunnel && tunnel.isWaiting()) {
          seen.addAll(tunnel.advance(chunk, publicKeys));
          waiting -= tunnel.isWaiting() ? 0 : 1;
        }
      }
      selector.selectedKeys().clear();
    }
    for (UapiTunnel tunnel : tunnels.values()) {
      if (tunnel.isWaiting()) {
        seen.add(
            tunnel.failed(
                "no answer within "
                    + timeout.toMillis()
                    + " ms: if that stays so, its process hangs: restart the interface"));
      }
    }
  }

  private List<Observation> gone(String id) {
    UapiTunnel tunnel = tunnels.remove(id);
    return tunnel == null ? List.of() : tunnel.gone();
  }

  private void wipeChunk() {
    chunk.clear();
    while (chunk.hasRemaining()) {
      chunk.putLong(0);
    }
  }

  @Override
  public void close() {
    tunnels.values().forEach(UapiTunnel::giveUp);
    tunnels.clear();
  }

  @Override
  public List<Descriptor> descriptors() {
    return List.of();
  }

  @Override
  public boolean stirred(int index) {
    return false;
  }

  /** A socket may be that of an interface in another namespace. */
  @Override
  public Set<String> unheard() {
    Set<String> elsewhere = new TreeSet<>(tunnels.keySet());
    elsewhere.removeIf(id -> LocalLinks.LOCAL.epoch(id) != null);
    elsewhere.addAll(disguised());
    return elsewhere;
  }

  /** The interfaces of AmneziaWG, which disguises its packets. */
  Set<String> disguised() {
    Set<String> disguised = new TreeSet<>(tunnels.keySet());
    disguised.removeIf(id -> {
      UapiTunnel tunnel = tunnels.get(id);
      return tunnel == null || !tunnel.isIn(AMNEZIA);
    });
    return disguised;
  }
}
