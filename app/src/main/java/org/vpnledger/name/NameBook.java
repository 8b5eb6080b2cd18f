package org.vpnledger.name;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.GivenName;
import org.vpnledger.vpn.PeerKey;

/**
 * The display names of today, merged from the settings and from files. The settings win over files,
 * files that are configured over those that are found, an earlier one over a later one. Any thread
 * may look names up; one thread refreshes.
 */
public final class NameBook {
  /** What people call the table of the settings. */
  public static final String TABLE = "[names]";

  private final Map<PeerKey, String> table;
  private final WatchedPlaces places;
  private final Supplier<List<NameRoot>> roots;
  private final InstantSource clock;
  private volatile Map<PeerKey, GivenName> names;
  private volatile Map<PeerKey, Map<String, String>> labels = Map.of();
  private volatile List<NameSource> sources;

  /**
   * Where names are looked for.
   *
   * @param table from the settings
   * @param files files and folders from the settings, in order of precedence
   * @param search whether the usual places are searched, too
   */
  public record Where(Map<PeerKey, String> table, List<Path> files, boolean search) {
    public Where {
      table = Map.copyOf(table);
      files = List.copyOf(files);
    }

    /** In a table alone. */
    public static Where table(Map<PeerKey, String> table) {
      return new Where(table, List.of(), false);
    }
  }

  /**
   * A book that knows the table only, until the first {@link #refresh}.
   *
   * @param roots file systems besides this machine's whose usual places are searched; asked at each
   *     refresh, since containers come, go, and are started anew
   * @param clock tells when a file was read
   * @param zone for the times in messages
   */
  public NameBook(Where where, Supplier<List<NameRoot>> roots, InstantSource clock, ZoneId zone) {
    this(where, where.search() ? Place.USUAL : List.of(), roots, clock, zone);
  }

  /** The same with other usual places. */
  NameBook(
      Where where,
      List<Place> usual,
      Supplier<List<NameRoot>> roots,
      InstantSource clock,
      ZoneId zone) {
    this.table = where.table();
    this.places =
        new WatchedPlaces(where.files().stream().map(Place::configured).toList(), usual, zone);
    this.roots = roots;
    this.clock = clock;
    this.sources = List.of();
    this.names = Map.of();
    merge();
  }

  /**
   * What a refresh did.
   *
   * @param changed whether any name is another one now, or came, or went, or is from elsewhere
   * @param problems lines for people, each told only when it is new
   */
  public record Refresh(boolean changed, List<String> problems) {
    public Refresh {
      problems = List.copyOf(problems);
    }
  }

  /** Reads again those files that have changed. Never fails: what is broken keeps its names. */
  public Refresh refresh() {
    List<String> problems = new ArrayList<>();
    boolean reread = places.refresh(roots.get(), clock.instant(), problems);
    return new Refresh(reread && merge(), problems);
  }

  private boolean merge() {
    List<NameSource> all = new ArrayList<>();
    if (!table.isEmpty()) {
      all.add(new NameSource(TABLE, null, null, table));
    }
    all.addAll(places.sources());
    Map<PeerKey, GivenName> merged = new HashMap<>();
    Map<PeerKey, Map<String, String>> said = new HashMap<>();
    for (NameSource source : all) {
      source
          .labels()
          .forEach((peer, more) -> {
            if (!merged.containsKey(peer)) {
              said.put(peer, more);
            }
          });
      source
          .names()
          .forEach((peer, name) -> merged.putIfAbsent(peer, new GivenName(name, source.origin())));
    }
    boolean changed = !merged.equals(names);
    names = Map.copyOf(merged);
    labels = Map.copyOf(said);
    sources = List.copyOf(all);
    return changed;
  }

  /**
   * Whom the key belongs to, and who says so.
   *
   * @return absent if nobody has named it
   */
  public @Nullable GivenName lookup(PeerKey peer) {
    return names.get(peer);
  }

  /** Every name known now, immutable. */
  public Map<PeerKey, GivenName> names() {
    return names;
  }

  /** What files say of peers besides their names, by label. */
  public Map<PeerKey, Map<String, String>> labels() {
    return labels;
  }

  /**
   * Everything that gives names or should, in the order of precedence; the same until it changes.
   */
  public List<NameSource> sources() {
    return sources;
  }
}
