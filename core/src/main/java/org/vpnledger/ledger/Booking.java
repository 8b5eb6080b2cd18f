package org.vpnledger.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/** Books what moved in one interval of one tunnel, and reports the buckets that this closes. */
record Booking(LedgerCalendar calendar, TunnelId tunnel, Spread spread, List<Entry> entries) {

  /**
   * Adds to open sums.
   *
   * @param peer whose sums they are, absent for the tunnel's
   */
  Sums book(@Nullable PeerKey peer, Sums sums, Counters moved) {
    return book(peer, sums, Moved.by(moved, spread));
  }

  /** The same for what several moved together. */
  Sums book(@Nullable PeerKey peer, Sums sums, Moved moved) {
    return sums.book(
        calendar,
        spread,
        moved,
        (resolution, part) ->
            entries.add(
                new Entry.BucketClosed(tunnel, peer, resolution, part.bucket(), part.amount())));
  }

  /** The peer when nothing moved: only buckets that have ended meanwhile are closed. */
  PeerState rollOn(PeerState peer) {
    Sums sums = book(peer.key(), peer.sums(), Moved.by(Counters.ZERO, spread));
    if (sums.equals(peer.sums())) {
      return peer;
    }
    PeerState rolled = peer.withSums(sums);
    entries.add(new Entry.PeerSaved(tunnel, rolled));
    return rolled;
  }
}
