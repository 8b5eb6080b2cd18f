package org.vpnledger.ledger;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.GivenName;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Protocol;
import org.vpnledger.vpn.TunnelId;

/**
 * All that the ledger remembers of one tunnel.
 *
 * @param id which
 * @param device as last read, absent before the first read
 * @param lastRead when it was last read well, absent before
 * @param present whether it exists as far as is known
 * @param failing whether its own source's last look failed, or it is silent and a standby reads it
 * @param emptyReads how many reads in a row showed no peer at all although there had been some
 * @param lastReading when the last readings were taken
 * @param sums the open buckets of all its peers together
 * @param peers every peer that it ever had
 * @param names the display names in force, for peers with one
 */
public record TunnelState(
    TunnelId id,
    @Nullable Device device,
    @Nullable Moment lastRead,
    boolean present,
    boolean failing,
    int emptyReads,
    @Nullable Instant lastReading,
    Sums sums,
    Map<PeerKey, PeerState> peers,
    Map<PeerKey, GivenName> names) {

  /** A tunnel that was never read. */
  public static TunnelState unread(TunnelId id) {
    return new TunnelState(id, null, null, false, false, 0, null, Sums.EMPTY, Map.of(), Map.of());
  }

  /** What it speaks, absent before the first read. */
  public @Nullable Protocol protocol() {
    return device == null ? null : device.protocol();
  }

  /** The name in force, absent if the peer has none. */
  public @Nullable String nameOf(PeerKey peer) {
    GivenName name = names.get(peer);
    return name == null ? null : name.text();
  }

  TunnelState withFailing(boolean isFailing) {
    return new TunnelState(
        id, device, lastRead, present, isFailing, emptyReads, lastReading, sums, peers, names);
  }

  TunnelState withPresent(boolean isPresent) {
    return new TunnelState(
        id, device, lastRead, isPresent, failing, emptyReads, lastReading, sums, peers, names);
  }

  TunnelState withEmptyReads(int count) {
    return new TunnelState(
        id, device, lastRead, present, failing, count, lastReading, sums, peers, names);
  }

  TunnelState withPeers(Map<PeerKey, PeerState> next, Sums nextSums) {
    return new TunnelState(
        id, device, lastRead, present, failing, emptyReads, lastReading, nextSums, next, names);
  }

  TunnelState withNames(Map<PeerKey, GivenName> next) {
    return new TunnelState(
        id, device, lastRead, present, failing, emptyReads, lastReading, sums, peers, next);
  }
}
