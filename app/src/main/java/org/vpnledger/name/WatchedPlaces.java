package org.vpnledger.name;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.PeerKey;

/**
 * All places over time, with the files that were found there. What goes with its file system, as
 * when a container stops, stays known; what is deleted from a folder that is still there goes.
 */
final class WatchedPlaces {
  /**
   * Whoever owns a container must not fill our memory; an interface has no more peers than this.
   */
  static final int MOST_OF_A_ROOT = 50_000;

  static final int MOST_OF_ALL_ROOTS = 150_000;

  /** Where a file stands in the order of precedence. */
  private record Rank(int place, int root, int member, String file) implements Comparable<Rank> {
    private static final Comparator<Rank> ORDER =
        Comparator.comparingInt(Rank::place)
            .thenComparingInt(Rank::root)
            .thenComparingInt(Rank::member)
            .thenComparing(Rank::file);

    @Override
    public int compareTo(Rank other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * A file with what people call its origin.
   *
   * @param folder the folder that it was found in, empty if it was named itself
   */
  private record Found(String shown, String folder, WatchedFile file) {
    String origin() {
      NameFormat format = file.format();
      boolean row = format == NameFormat.WIREGUARD_UI && !folder.isEmpty();
      String name = row ? folder : shown;
      return format == null ? name : name + " (" + format.label() + ")";
    }
  }

  private final List<Place> configured;
  private final List<Place> usual;
  private final ZoneId zone;
  private final Map<String, Integer> roots = new HashMap<>(Map.of("", 0));
  private final Map<String, WatchedFolder> folders = new LinkedHashMap<>();
  private final TreeMap<Rank, Found> files = new TreeMap<>();

  /** How many names the files of each root give, by its number. */
  private final Map<Integer, Long> held = new HashMap<>();

  WatchedPlaces(List<Place> configured, List<Place> usual, ZoneId zone) {
    this.configured = configured;
    this.usual = usual;
    this.zone = zone;
  }

  /**
   * Reads again what has changed.
   *
   * @return whether anything did
   */
  boolean refresh(List<NameRoot> others, Instant now, List<String> problems) {
    boolean changed = false;
    for (int i = 0; i < configured.size(); i++) {
      changed |= refresh(configured.get(i), i, NameRoot.MACHINE, now, problems);
    }
    List<NameRoot> all = new ArrayList<>(List.of(NameRoot.MACHINE));
    all.addAll(others);
    for (NameRoot root : all) {
      roots.putIfAbsent(root.label(), roots.size());
      for (int i = 0; i < usual.size(); i++) {
        changed |= refresh(usual.get(i), configured.size() + i, root, now, problems);
      }
    }
    return changed;
  }

  private boolean refresh(
      Place place, int number, NameRoot root, Instant now, List<String> problems) {
    Path path = find(root, place.path());
    boolean folder = place.members() != null || (path != null && Files.isDirectory(path));
    if (folder) {
      return refreshFolder(place, number, root, path, now, problems);
    }
    Rank rank = new Rank(number, rootNumber(root), 0, "");
    WatchedFile file = file(rank, root.shown(place.path()), "", place.required());
    return refresh(file, root, path, now, problems);
  }

  private boolean refreshFolder(
      Place place,
      int number,
      NameRoot root,
      @Nullable Path path,
      Instant now,
      List<String> problems) {
    String shown = root.shown(place.path());
    WatchedFolder folder = folders.computeIfAbsent(shown, WatchedFolder::new);
    String before = folder.problem();
    List<String> names = folder.list(path, now, problems);
    boolean changed = !Objects.equals(before, folder.problem());
    if (path == null || names == null) {
      return changed;
    }
    Map<String, Rank> ranks = new LinkedHashMap<>();
    for (String member : place.members(names)) {
      ranks.put(member, new Rank(number, rootNumber(root), Place.kind(member), member));
    }
    changed |= forget(number, root, new HashSet<>(ranks.values()));
    for (Map.Entry<String, Rank> each : ranks.entrySet()) {
      String member = each.getKey();
      WatchedFile file = file(each.getValue(), shown + "/" + member, shown, false);
      changed |= refresh(file, root, find(root, place.path(), path, member), now, problems);
    }
    return changed;
  }

  /** Forgets the files of a folder that are not there any more, which makes room for others. */
  private boolean forget(int place, NameRoot root, Set<Rank> present) {
    Rank first = new Rank(place, rootNumber(root), 0, "");
    Rank last = new Rank(place, rootNumber(root) + 1, 0, "");
    Map<Rank, Found> known = files.subMap(first, last);
    known.forEach((rank, gone) -> {
      if (!present.contains(rank)) {
        held.merge(rank.root(), -(long) gone.file().names().size(), Long::sum);
      }
    });
    return known.keySet().retainAll(present);
  }

  private boolean refresh(
      WatchedFile file, NameRoot root, @Nullable Path path, Instant now, List<String> problems) {
    long before = file.names().size();
    boolean changed = file.refresh(path, now, room(root, file), problems);
    long more = file.names().size() - before;
    held.merge(rootNumber(root), more, Long::sum);
    return changed;
  }

  /** For how many names of a file there is room, besides those of the others. */
  private long room(NameRoot root, WatchedFile file) {
    if (rootNumber(root) == 0) {
      return Long.MAX_VALUE; // whoever writes there owns the machine
    }
    long own = file.names().size();
    long ofRoot = held.getOrDefault(rootNumber(root), 0L) - own;
    long ofMachine = held.getOrDefault(0, 0L);
    long ofAll = held.values().stream().mapToLong(Long::longValue).sum() - ofMachine - own;
    return Math.min(MOST_OF_A_ROOT - ofRoot, MOST_OF_ALL_ROOTS - ofAll);
  }

  private WatchedFile file(Rank rank, String shown, String folder, boolean required) {
    return files
        .computeIfAbsent(
            rank, _ -> new Found(shown, folder, new WatchedFile(shown, required, zone)))
        .file();
  }

  private int rootNumber(NameRoot root) {
    return roots.getOrDefault(root.label(), 0);
  }

  private static @Nullable Path find(NameRoot root, String path) {
    try {
      return root.find(path);
    } catch (IOException e) {
      return null; // a link that leads nowhere
    }
  }

  private static @Nullable Path find(NameRoot root, String folder, Path here, String file) {
    try {
      return root.find(folder, here, file);
    } catch (IOException e) {
      return null; // a link that leads nowhere
    }
  }

  /** What each place gives, in the order of precedence; those that give nothing are left out. */
  List<NameSource> sources() {
    Map<String, List<WatchedFile>> byOrigin = new LinkedHashMap<>();
    for (Found found : files.values()) {
      byOrigin.computeIfAbsent(found.origin(), _ -> new ArrayList<>()).add(found.file());
    }
    List<NameSource> sources = new ArrayList<>();
    byOrigin.forEach((origin, members) -> add(origin, members, sources));
    folders.forEach((shown, folder) -> {
      if (folder.problem() != null) {
        sources.add(new NameSource(shown, null, folder.problem(), Map.of()));
      }
    });
    return List.copyOf(sources);
  }

  private static void add(String origin, List<WatchedFile> members, List<NameSource> sources) {
    Map<PeerKey, String> names = new HashMap<>();
    Map<PeerKey, Map<String, String>> labels = new HashMap<>();
    List<String> problems = new ArrayList<>();
    Instant readAt = null;
    for (WatchedFile member : members) {
      member
          .labels()
          .forEach((peer, said) -> {
            if (!names.containsKey(peer)) {
              labels.put(peer, said);
            }
          });
      member.names().forEach(names::putIfAbsent);
      if (member.problem() != null) {
        problems.add(member.problem());
      }
      Instant at = member.readAt();
      readAt = readAt == null || (at != null && at.isAfter(readAt)) ? at : readAt;
    }
    if (!names.isEmpty() || !problems.isEmpty()) {
      String more = problems.size() > 1 ? " (and " + (problems.size() - 1) + " more like it)" : "";
      String problem = problems.isEmpty() ? null : problems.getFirst() + more;
      sources.add(new NameSource(origin, readAt, problem, names, labels));
    }
  }
}
