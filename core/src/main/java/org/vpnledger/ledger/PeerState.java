package org.vpnledger.ledger;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.PeerKey;

/**
 * All that the ledger remembers of one peer: the row that a flush writes.
 *
 * @param key who
 * @param listed whether the last good read showed it
 * @param epoch the counter's life when it was last seen
 * @param seen what the counter showed then
 * @param endpoint where it was last, absent if never
 * @param allowedIps as last seen
 * @param keepaliveSeconds as last seen, 0 when off
 * @param liveness what is known of it being there
 * @param trail where it was before
 * @param session the open one or else the last, absent before the first
 * @param sums its open buckets
 * @param sinceReading usage since its last reading was taken
 * @param rxRate bytes a second that the server received over the last interval
 * @param txRate bytes a second that the server sent over the last interval
 * @param links an OpenVPN client's connections, in the order of their sessions; empty for WireGuard
 */
public record PeerState(
    PeerKey key,
    boolean listed,
    Epoch epoch,
    Counters seen,
    @Nullable Endpoint endpoint,
    List<String> allowedIps,
    int keepaliveSeconds,
    Liveness liveness,
    Trail trail,
    @Nullable Session session,
    Sums sums,
    Counters sinceReading,
    long rxRate,
    long txRate,
    List<Link> links) {

  public PeerState {
    links = List.copyOf(links);
  }

  /** Maps have no order of their own, and the entries of two runs must not differ in theirs. */
  static final Comparator<PeerState> BY_KEY = Comparator.comparing(PeerState::key);

  PeerState withSession(@Nullable Session next) {
    return with(listed, liveness, next, sums, sinceReading, rxRate, txRate);
  }

  /** The peer after a handshake that no read showed: of its counter nothing is known. */
  PeerState shaken(
      @Nullable Endpoint at, Liveness nextLiveness, Trail nextTrail, @Nullable Session next) {
    return new PeerState(
        key,
        listed,
        epoch,
        seen,
        at,
        allowedIps,
        keepaliveSeconds,
        nextLiveness,
        nextTrail,
        next,
        sums,
        sinceReading,
        rxRate,
        txRate,
        links);
  }

  PeerState withLiveness(Liveness next) {
    return with(listed, next, session, sums, sinceReading, rxRate, txRate);
  }

  PeerState withSums(Sums next) {
    return with(listed, liveness, session, next, sinceReading, rxRate, txRate);
  }

  PeerState afterReading() {
    return with(listed, liveness, session, sums, Counters.ZERO, rxRate, txRate);
  }

  /** An OpenVPN client, all of whose connections have ended. */
  PeerState disconnected(List<Link> ended) {
    return new PeerState(
        key,
        listed,
        epoch,
        Counters.ZERO,
        endpoint,
        List.of(),
        keepaliveSeconds,
        liveness.withOnline(false),
        trail,
        ended.getLast().session(),
        sums,
        sinceReading,
        0,
        0,
        ended);
  }

  /** The peer once it is no longer there: whatever was open of it is ended. */
  PeerState departed(boolean stillListed, @Nullable Session ended) {
    return with(stillListed, liveness.withOnline(false), ended, sums, sinceReading, 0, 0);
  }

  private PeerState with(
      boolean isListed,
      Liveness nextLiveness,
      @Nullable Session nextSession,
      Sums nextSums,
      Counters nextSinceReading,
      long nextRxRate,
      long nextTxRate) {
    return new PeerState(
        key,
        isListed,
        epoch,
        seen,
        endpoint,
        allowedIps,
        keepaliveSeconds,
        nextLiveness,
        trail,
        nextSession,
        nextSums,
        nextSinceReading,
        nextRxRate,
        nextTxRate,
        links);
  }
}
