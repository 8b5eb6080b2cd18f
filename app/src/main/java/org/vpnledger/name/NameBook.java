package org.vpnledger.name;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.PeerKey;

/**
 * The display names of today, merged from the settings and from files. The settings win over files,
 * an earlier file over a later one. Any thread may look names up; one thread refreshes.
 */
public final class NameBook {
  private final Map<PeerKey, String> table;
  private final List<WatchedFile> files;
  private final InstantSource clock;
  private volatile Map<PeerKey, String> names;

  /**
   * A book that knows the table only, until the first {@link #refresh}.
   *
   * @param table names from the settings
   * @param files in order of precedence
   * @param clock tells when a file was read
   * @param zone for the times in messages
   */
  public NameBook(
      Map<PeerKey, String> table, List<WgEasyFile> files, InstantSource clock, ZoneId zone) {
    this.table = Map.copyOf(table);
    this.files = files.stream().map(file -> new WatchedFile(file, zone)).toList();
    this.clock = clock;
    this.names = this.table;
  }

  /**
   * What a refresh did.
   *
   * @param changed whether any name is another one now, or came, or went
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
    boolean reread = false;
    for (WatchedFile file : files) {
      reread |= file.refresh(clock.instant(), problems);
    }
    if (!reread) {
      return new Refresh(false, problems);
    }
    Map<PeerKey, String> merged = new HashMap<>();
    for (WatchedFile file : files.reversed()) {
      merged.putAll(file.names());
    }
    merged.putAll(table);
    boolean changed = !merged.equals(names);
    names = Map.copyOf(merged);
    return new Refresh(changed, problems);
  }

  /**
   * Whom the key belongs to.
   *
   * @return absent if nobody has named it
   */
  public @Nullable String lookup(PeerKey peer) {
    return names.get(peer);
  }

  /** Every name known now, immutable. */
  public Map<PeerKey, String> names() {
    return names;
  }
}
