package org.vpnledger.source.wireguard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vpnledger.kernel.netlink.MalformedMessageException;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Presence.LastHandshake;

/**
 * The peers of one interface as the last read showed them. The kernel lists them in an order that
 * stays the same, so that each is normally found where it was; what did not change keeps its
 * objects, and nothing is made, compared as text or sorted again.
 */
public final class KnownPeers {
  /** How far ahead a peer is looked for when those before it were removed. */
  private static final int AHEAD = 4;

  private static final byte[] EMPTY = {};

  /** One peer: the bytes that the kernel gave, and what they mean. */
  private static final class Known {
    final byte[] key;
    final PeerKey peer;
    byte[] endpointBytes = {};
    @Nullable Endpoint endpoint;
    byte[] networkBytes = {};
    List<String> networks = List.of();
    long handshakeSeconds;
    LastHandshake handshake = LastHandshake.NEVER;
    @Nullable Connection connection;
    int place;

    /** What followed its keys, when that was all of it; empty if it has to be read again. */
    byte[] rest = EMPTY;

    Known(byte[] key, PeerKey peer) {
      this.key = key.clone();
      this.peer = peer;
    }
  }

  private final Map<PeerKey, Known> byKey = new HashMap<>();
  private List<Known> last = new ArrayList<>();
  private List<Known> current = new ArrayList<>();
  private int next;
  private boolean inOrder;

  /** Begins another read. One that is not finished leaves what was known as it is. */
  void begin() {
    current = new ArrayList<>(last.size());
    next = 0;
    inOrder = true;
  }

  /** How many peers this read has shown so far. */
  int count() {
    return current.size();
  }

  /**
   * Takes the next peer as it was if its bytes are those of the last read.
   *
   * @param key where its key begins
   * @param rest where what follows its keys begins
   * @param end where it ends
   * @return false if it has to be read
   */
  boolean again(byte[] bytes, int key, int rest, int end) {
    if (next >= last.size()) {
      return false;
    }
    Known candidate = last.get(next);
    if (candidate.rest.length != end - rest
        || !Arrays.equals(candidate.key, 0, RawPeer.KEY, bytes, key, key + RawPeer.KEY)
        || !Arrays.equals(candidate.rest, 0, end - rest, bytes, rest, end)) {
      return false;
    }
    next++;
    current.add(candidate);
    return true;
  }

  void add(RawPeer raw) throws MalformedMessageException {
    Known known = find(raw);
    byte[] rest = known.rest;
    known.rest = EMPTY; // should this read be refused
    update(known, raw);
    known.rest = raw.rest(rest);
    current.add(known);
  }

  private Known find(RawPeer raw) {
    int until = Math.min(last.size(), next + AHEAD);
    for (int i = next; i < until; i++) {
      Known candidate = last.get(i);
      if (Arrays.equals(candidate.key, raw.key)) {
        inOrder &= i == next;
        next = i + 1;
        return candidate;
      }
    }
    inOrder = false;
    PeerKey peer = raw.peerKey();
    return byKey.computeIfAbsent(peer, _ -> new Known(raw.key, peer));
  }

  private static void update(Known known, RawPeer raw) throws MalformedMessageException {
    if (raw.hasZone() || !isSame(known.endpointBytes, raw.endpoint, raw.endpointLength)) {
      known.endpointBytes = Arrays.copyOf(raw.endpoint, raw.endpointLength);
      known.endpoint = raw.endpoint();
    }
    if (!isSame(known.networkBytes, raw.networks, raw.networksLength)) {
      known.networks = raw.allowedIps(); // may refuse: then the bytes are looked at again
      known.networkBytes = Arrays.copyOf(raw.networks, raw.networksLength);
    }
    boolean isAge = PeerDraft.isAge(raw.handshakeSeconds, raw.handshakeNanos);
    if (isAge || known.handshakeSeconds != raw.handshakeSeconds) {
      known.handshake = PeerDraft.presence(raw.handshakeSeconds, raw.handshakeNanos, raw.wall);
      known.handshakeSeconds = raw.handshakeSeconds;
      raw.noteAge(isAge);
    }
    if (raw.rxBytes < 0 || raw.txBytes < 0) {
      throw new MalformedMessageException("a counter above " + Long.MAX_VALUE);
    }
    Connection before = known.connection;
    if (before != null && isStill(before, known, raw)) {
      return;
    }
    known.connection =
        new Connection(
            known.peer,
            raw.epoch,
            new Counters(raw.rxBytes, raw.txBytes),
            known.handshake,
            known.endpoint,
            known.networks,
            raw.keepaliveSeconds);
  }

  /**
   * Whether the connection is of what is known now: a read that was refused may have changed it.
   */
  @SuppressWarnings("ReferenceEquality") // what did not change is the very same
  private static boolean isStill(Connection before, Known known, RawPeer raw) {
    return before.endpoint() == known.endpoint
        && before.allowedIps() == known.networks
        && before.presence() == known.handshake
        && before.counters().rxBytes() == raw.rxBytes
        && before.counters().txBytes() == raw.txBytes
        && before.keepaliveSeconds() == raw.keepaliveSeconds
        && before.epoch().equals(raw.epoch);
  }

  private static boolean isSame(byte[] known, byte[] raw, int length) {
    return known.length == length && Arrays.equals(known, 0, length, raw, 0, length);
  }

  /** All peers of this read in the order of their keys; the read is finished then. */
  List<Connection> sorted() throws MalformedReadException {
    if (!inOrder || current.size() != last.size()) {
      last = List.of(); // should this read be refused, no place is what it was
      arrange();
    }
    last = current;
    Connection[] sorted = new Connection[current.size()];
    for (Known known : current) {
      sorted[known.place] = Objects.requireNonNull(known.connection);
    }
    return List.of(sorted);
  }

  /** Gives each peer its place, and forgets those that are gone. */
  private void arrange() throws MalformedReadException {
    List<Known> ordered = new ArrayList<>(current);
    ordered.sort(Comparator.comparing(known -> known.peer));
    for (int i = 0; i < ordered.size(); i++) {
      if (i > 0 && ordered.get(i) == ordered.get(i - 1)) {
        throw new MalformedReadException("peer " + ordered.get(i).peer + " is listed twice");
      }
      ordered.get(i).place = i;
    }
    if (byKey.size() != current.size()) {
      byKey.clear();
    }
    current.forEach(known -> byKey.put(known.peer, known));
  }
}
