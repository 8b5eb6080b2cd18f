package org.vpnledger.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Counters;

/**
 * What a perfect ledger would know from the reads, told by someone who knows each counter's lives.
 * What moved between a counter's last read and its reset was never shown, so it is not in here.
 */
final class Truth {

  /** A counter at a read: in which of its lives, and what it showed. */
  record Shown(int life, Counters counters) {}

  /** What one peer moved between two reads. */
  record Delta(String peer, Instant from, Instant to, Counters moved) {}

  final Map<String, Counters> usage = new HashMap<>();
  final Map<String, Counters> carriedIn = new HashMap<>();
  final List<Delta> deltas = new ArrayList<>();
  private final Map<String, Shown> remembered = new HashMap<>();
  private final Map<String, Boolean> listed = new HashMap<>();
  private Instant lastRead = Instant.MIN;
  private boolean doubting;

  Truth copy() {
    Truth copy = new Truth();
    copy.usage.putAll(usage);
    copy.carriedIn.putAll(carriedIn);
    copy.deltas.addAll(deltas);
    copy.remembered.putAll(remembered);
    copy.listed.putAll(listed);
    copy.lastRead = lastRead;
    copy.doubting = doubting;
    return copy;
  }

  /** Whether a read without any peer would be doubted rather than believed. */
  boolean wouldDoubt() {
    return !doubting && listed.containsValue(true);
  }

  /** A read that showed this. */
  void read(Map<String, Shown> shown, Instant at) {
    if (shown.isEmpty() && wouldDoubt()) {
      doubting = true;
      return;
    }
    doubting = false;
    listed.replaceAll((_, _) -> false);
    shown.forEach((peer, now) -> seen(peer, now, at));
    lastRead = at;
  }

  private void seen(String peer, Shown now, Instant at) {
    Shown before = remembered.put(peer, now);
    listed.put(peer, true);
    if (lastRead.equals(Instant.MIN)) {
      carriedIn.put(peer, now.counters());
      return;
    }
    boolean goesOn = before != null && before.life() == now.life();
    Counters moved = goesOn ? now.counters().minus(before.counters()) : now.counters();
    usage.merge(peer, moved, Counters::plus);
    deltas.add(new Delta(peer, lastRead, at, moved));
  }

  /** What the last read that showed the peer showed of it. */
  @Nullable Shown remembered(String peer) {
    return remembered.get(peer);
  }

  void gone() {
    doubting = false;
  }
}
