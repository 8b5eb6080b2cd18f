package org.vpnledger.source.wireguard;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vpnledger.kernel.Descriptor;
import org.vpnledger.kernel.KernelException;
import org.vpnledger.kernel.NetworkNamespace;
import org.vpnledger.kernel.netlink.GenericFamily;
import org.vpnledger.kernel.netlink.Link;
import org.vpnledger.kernel.netlink.Links;
import org.vpnledger.kernel.netlink.MalformedMessageException;
import org.vpnledger.kernel.netlink.NetlinkSocket;
import org.vpnledger.vpn.Epoch;

/**
 * Open sockets in one network namespace. They keep it alive: whoever holds a session asks {@link
 * #isOf} before each look, and closes it when the namespace is not the one any more.
 */
final class NetlinkSession implements AutoCloseable {
  /** Kinds of interfaces, and the families of the same names that tell of them. */
  static final List<String> KINDS = List.of("wireguard", "amneziawg");

  private static final int GET_DEVICE = 0;
  private static final int DEVICE_INDEX = 1;

  /** What changes all the time is not chased for ever. */
  private static final int ATTEMPTS = 8;

  private final NetlinkSocket route;
  private final NetlinkSocket generic;
  private final NetlinkSocket changes;
  private final @Nullable Object identity;
  private final String epochs;
  private final long inode;
  private final Map<String, GenericFamily> families = new HashMap<>();
  private final Map<Integer, String> zones = new HashMap<>();

  private NetlinkSession(
      NetlinkSocket route,
      NetlinkSocket generic,
      NetlinkSocket changes,
      @Nullable Object identity,
      String epochs,
      long inode) {
    this.route = route;
    this.generic = generic;
    this.changes = changes;
    this.identity = identity;
    this.epochs = epochs;
    this.inode = inode;
  }

  /**
   * Opens one.
   *
   * @param namespace absent for this one
   */
  static NetlinkSession open(@Nullable NetworkNamespace namespace) throws IOException {
    String boot = Files.readString(LocalLinks.LOCAL.bootId()).strip();
    Object identity = namespace == null ? null : namespace.identity();
    if (namespace == null || namespace.isOwn()) {
      // The same as for an interface that sysfs shows, so that the way of reading may change.
      return openHere(identity, _ -> boot + "/", NetworkNamespace.OWN.inode());
    }
    long inode = namespace.inode();
    return namespace.call(() ->
        openHere(
            identity,
            socket -> {
              // Files' numbers are given anew when a namespace is gone, cookies are not.
              Long cookie = NetworkNamespace.cookie(socket.descriptor());
              return boot + "/" + (cookie == null ? identity : "net" + cookie) + "/";
            },
            inode));
  }

  private static NetlinkSession openHere(
      @Nullable Object identity, Function<NetlinkSocket, String> epochs, long inode)
      throws KernelException {
    List<NetlinkSocket> opened = new ArrayList<>();
    try {
      opened.add(NetlinkSocket.open(NetlinkSocket.ROUTE));
      opened.add(NetlinkSocket.open(NetlinkSocket.GENERIC));
      opened.add(NetlinkSocket.listening(NetlinkSocket.ROUTE, Links.GROUP));
      NetlinkSession session =
          new NetlinkSession(
              opened.get(0),
              opened.get(1),
              opened.get(2),
              identity,
              epochs.apply(opened.getFirst()),
              inode);
      opened.clear();
      return session;
    } finally {
      opened.forEach(NetlinkSocket::close);
    }
  }

  /** Whether this is still the namespace that the file stands for. */
  boolean isOf(@Nullable NetworkNamespace namespace) throws IOException {
    return Objects.equals(identity, namespace == null ? null : namespace.identity());
  }

  /** The inode of the namespace that it is in. */
  long namespace() {
    return inode;
  }

  /** Becomes readable when an interface comes or goes. */
  Descriptor changes() {
    return changes.descriptor();
  }

  /**
   * Takes the changes that were told since the last time.
   *
   * @param known the indexes of interfaces that are known
   * @return whether one of our kinds has come, or a known one has gone
   */
  boolean drainChanges(Set<Integer> known) throws KernelException, MalformedMessageException {
    boolean[] matters = new boolean[1];
    changes.drain((type, bytes, from, to) -> {
      Links.Change change = Links.change(type, bytes, from, to);
      if (change != null) {
        zones.remove(change.link().index());
        boolean isKnown = known.contains(change.link().index());
        matters[0] |= change.present() ? !isKnown && KINDS.contains(change.link().kind()) : isKnown;
      }
    });
    return matters[0];
  }

  /** All interfaces of our kinds. */
  List<Link> links(Duration within)
      throws KernelException, MalformedMessageException, InterruptedException {
    List<Link> links = new ArrayList<>();
    for (String kind : KINDS) {
      links.addAll(Links.ofKind(route, kind, within));
    }
    return links;
  }

  /** The names of all interfaces of a kind. */
  Set<String> names(String kind, Duration within)
      throws KernelException, MalformedMessageException, InterruptedException {
    return Links.ofKind(route, kind, within).stream().map(Link::name).collect(Collectors.toSet());
  }

  /**
   * Whether the kernel has the family of that name; looking loads its module where it is allowed.
   */
  boolean hasFamily(String name, Duration within)
      throws KernelException, MalformedMessageException, InterruptedException {
    return family(name, within) != null;
  }

  private @Nullable GenericFamily family(String name, Duration within)
      throws KernelException, MalformedMessageException, InterruptedException {
    GenericFamily known = families.get(name);
    if (known == null) {
      known = GenericFamily.find(generic, name, within);
      if (known != null) {
        families.put(name, known);
      }
    }
    return known;
  }

  /** The life of an interface and of its counters. */
  Epoch epoch(Link link) {
    return new Epoch("link", epochs + link.index());
  }

  /**
   * Reads one interface.
   *
   * @param parsers makes a parser for each attempt, which begins from nothing
   * @throws KernelException also when it changed during each attempt
   */
  Snapshot read(Link link, Supplier<NetlinkParser> parsers, Duration within)
      throws IOException, MalformedReadException, InterruptedException {
    String operation = "netlink get device " + link.name();
    GenericFamily family = family(link.kind(), within);
    if (family == null) {
      throw new KernelException(operation, 0, "the kernel has no family " + link.kind());
    }
    long deadline = System.nanoTime() + within.toNanos();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      NetlinkParser parser = parsers.get();
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      if (generic.ask(
          family.dump(operation, GET_DEVICE).with(DEVICE_INDEX, link.index()),
          left,
          (_, bytes, from, to) -> parser.message(bytes, from, to))) {
        return parser.finish();
      }
    }
    throw new KernelException(operation, 0, "its peers change all the time");
  }

  /** Names interfaces by their indexes, for the zones of addresses. */
  IntFunction<@Nullable String> zones(Duration within) {
    return index -> {
      try {
        return zoneOf(index, within);
      } catch (IOException e) {
        return null; // then its number stands for it
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return null;
      }
    };
  }

  private @Nullable String zoneOf(int index, Duration within)
      throws KernelException, MalformedMessageException, InterruptedException {
    String known = zones.get(index);
    if (known == null) {
      Link link = Links.byIndex(route, index, within);
      if (link == null) {
        return null;
      }
      known = link.name();
      zones.put(index, known);
    }
    return known;
  }

  @Override
  public void close() {
    changes.close();
    route.close();
    generic.close();
  }
}
