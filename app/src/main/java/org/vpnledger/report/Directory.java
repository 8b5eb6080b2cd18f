package org.vpnledger.report;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.PeerRow;

/** Every peer there ever was, found by number, by name and by key. */
public final class Directory {
  private final List<PeerRow> peers;
  private final Map<Long, PeerRow> byId = new HashMap<>();

  /** With what it is sorted by, which takes longer to make than to compare. */
  private record Sorted(String name, PeerRow peer) {
    static final Comparator<Sorted> ORDER =
        Comparator.comparing(Sorted::name)
            .thenComparing(sorted -> sorted.peer().tunnel())
            .thenComparing(sorted -> sorted.peer().key());
  }

  private Directory(List<PeerRow> peers) {
    this.peers =
        peers.stream()
            .map(peer -> new Sorted(nameOf(peer).toLowerCase(Locale.ROOT), peer))
            .sorted(Sorted.ORDER)
            .map(Sorted::peer)
            .toList();
    this.peers.forEach(peer -> byId.put(peer.id(), peer));
  }

  /** Reads all peers, without their states. */
  public static Directory of(LedgerReader reader) {
    return new Directory(reader.peers());
  }

  /** Reads all peers as the last commit left them. */
  public static Directory withStates(LedgerReader reader) {
    return new Directory(reader.peersWithState());
  }

  /** All, by name. */
  public List<PeerRow> all() {
    return peers;
  }

  /** The peer with that number. */
  public PeerRow get(long id) {
    PeerRow peer = byId.get(id);
    if (peer == null) {
      throw new IllegalStateException("no peer " + id);
    }
    return peer;
  }

  /** Whether there is a peer with that number. */
  public boolean has(long id) {
    return byId.containsKey(id);
  }

  /** What to call a peer: its name, or the short form of its key. */
  public static String nameOf(PeerRow peer) {
    String name = peer.name();
    return SafeText.plain(name == null ? peer.key().abbreviated() : name);
  }

  /**
   * The peers that text names: those of exactly that name or key, or else those with it somewhere
   * in their name or key, whatever its case.
   */
  public List<PeerRow> matching(String text) {
    List<PeerRow> exact =
        peers.stream()
            .filter(peer -> nameOf(peer).equalsIgnoreCase(text) || peer.key().text().equals(text))
            .toList();
    return exact.isEmpty() ? containing(text) : exact;
  }

  /** The peers with the text anywhere in their name or key, whatever its case. */
  public List<PeerRow> containing(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return peers.stream()
        .filter(peer ->
            nameOf(peer).toLowerCase(Locale.ROOT).contains(wanted)
                || peer.key().text().toLowerCase(Locale.ROOT).contains(wanted))
        .toList();
  }

  /** The numbers of some peers. */
  public static Set<Long> idsOf(List<PeerRow> peers) {
    return peers.stream().map(PeerRow::id).collect(Collectors.toSet());
  }
}
