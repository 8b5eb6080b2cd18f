package org.vpnledger.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.calendar.Bucket;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.GivenName;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/** What an observation changes in the store. All entries of one observation are one transaction. */
public sealed interface Entry {

  /** The tunnel's row is now this; its peers and names have entries of their own. */
  record TunnelSaved(TunnelState tunnel) implements Entry {}

  /** The peer's row is now this. */
  record PeerSaved(TunnelId tunnel, PeerState peer) implements Entry {}

  /**
   * A bucket will not change any more.
   *
   * @param peer whose, absent for the sum over the tunnel's peers
   */
  record BucketClosed(
      TunnelId tunnel, @Nullable PeerKey peer, Resolution resolution, Bucket bucket, Amount amount)
      implements Entry {}

  /** What the counter showed at the tunnel's very first read: moved before anyone watched. */
  record CarriedIn(TunnelId tunnel, PeerKey peer, Instant at, Counters carried) implements Entry {}

  /** Something happened. */
  record Happened(Event event) implements Entry {}

  /** A finding has become an event, and waits no more; both are written together. */
  record FindingTaken(long number) implements Entry {}

  /** The session is now this; it is identified by the peer and its number. */
  record SessionSaved(TunnelId tunnel, PeerKey peer, Session session) implements Entry {}

  /**
   * A reading was taken: the counter itself, as the bandwidth files show it.
   *
   * @param name the peer's name then
   * @param used usage since the reading before
   */
  record ReadingTaken(
      TunnelId tunnel,
      PeerKey peer,
      Instant at,
      @Nullable String name,
      Counters counters,
      Counters used)
      implements Entry {}

  /** The peer is called this from then on; absent when it has no name any more. */
  record NameChanged(TunnelId tunnel, PeerKey peer, @Nullable GivenName name, Instant from)
      implements Entry {}

  /** These networks are routed to the peer from then on. */
  record AllowedIpsChanged(TunnelId tunnel, PeerKey peer, List<String> networks, Instant from)
      implements Entry {}
}
