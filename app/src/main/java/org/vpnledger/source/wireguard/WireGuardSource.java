package org.vpnledger.source.wireguard;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.vpnledger.kernel.Descriptor;
import org.vpnledger.source.SourceException;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.ObservationClock;

/**
 * Whatever WireGuard there is in one place: the kernel's by netlink, and that of processes by the
 * sockets of interfaces that are there.
 */
public final class WireGuardSource implements Watched {
  /** What interfaces of processes are. */
  static final String KIND = "tun";

  private final Place place;
  private final NetlinkSource kernel;
  private final UapiSource userspace;
  private @Nullable Set<String> there;
  private List<Path> folders = UapiSource.DEFAULT_FOLDERS;

  /** A source for one namespace. */
  public WireGuardSource(
      String name,
      Place place,
      Set<String> only,
      Duration timeout,
      Moments moments,
      ObservationClock clock) {
    this.place = place;
    this.kernel =
        new NetlinkSource(name, place, InterfaceFilter.only(only), timeout, false, moments, clock);
    InterfaceFilter filter = new InterfaceFilter(only, () -> there);
    this.userspace = new UapiSource(name, () -> folders, filter, timeout, clock);
  }

  @Override
  public String name() {
    return kernel.name();
  }

  @Override
  public List<Observation> poll() throws SourceException, InterruptedException {
    SourceException failure = null;
    List<Observation> seen = new ArrayList<>();
    try {
      seen.addAll(kernel.poll());
    } catch (SourceException e) {
      failure = e;
    }
    if (place.equals(Place.HERE)) {
      seen.addAll(userspace.poll());
    } else {
      there = failure == null ? kernel.userspaceCandidates() : Set.of();
      folders = failure == null ? folders(place.find().root()) : List.of();
      seen.addAll(userspace.poll());
    }
    if (failure != null && seen.isEmpty()) {
      throw failure;
    }
    return seen;
  }

  /** Whether a process behind one of these interfaces, in a container, speaks WireGuard. */
  static boolean hasSocket(Path root, Set<String> interfaces) {
    return inside(root).stream()
        .anyMatch(folder ->
            interfaces.stream().anyMatch(name -> Files.exists(folder.resolve(name + ".sock"))));
  }

  /** The folders there, and this machine's: a named namespace has no files of its own. */
  private static List<Path> folders(Path root) {
    List<Path> folders = new ArrayList<>(inside(root));
    folders.addAll(UapiSource.DEFAULT_FOLDERS);
    return folders;
  }

  private static List<Path> inside(Path root) {
    List<Path> folders = new ArrayList<>();
    if (!root.equals(root.getRoot())) {
      for (Path path : UapiSource.DEFAULT_FOLDERS) {
        Path inside = root.resolve("run").resolve(path.getFileName());
        // What is a link in there would lead out of there.
        if (Files.isDirectory(root.resolve("run"), LinkOption.NOFOLLOW_LINKS)
            && Files.isDirectory(inside, LinkOption.NOFOLLOW_LINKS)) {
          folders.add(inside);
        }
      }
    }
    return folders;
  }

  @Override
  public List<Descriptor> descriptors() {
    return kernel.descriptors();
  }

  @Override
  public boolean stirred(int index) {
    return kernel.stirred(index);
  }

  /** Elsewhere only interfaces that are there are read. */
  @Override
  public Set<String> unheard() {
    Set<String> unheard = new TreeSet<>(kernel.unheard());
    unheard.addAll(place.equals(Place.HERE) ? userspace.unheard() : userspace.disguised());
    return unheard;
  }

  @Override
  public void close() {
    kernel.close();
    userspace.close();
  }
}
