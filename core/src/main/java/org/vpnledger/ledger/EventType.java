package org.vpnledger.ledger;

/** What can happen. The names are kept in the store and shown to users: they never change. */
public enum EventType {
  /** The daemon began to watch; {@code detail} says by which settings. */
  STARTED,
  /** The daemon was told to end, and did. */
  STOPPED,
  /** A peer that the read before did not show, or the very first read of its tunnel does. */
  ADDED,
  /** A peer that the tunnel no longer has. */
  REMOVED,
  ONLINE,
  OFFLINE,
  /** The peer's endpoint changed. */
  ROAMED,
  /** A few endpoints alternate for one key: one configuration is in use on several devices. */
  SHARED_KEY,
  /** Somebody at {@code endpoint} tried to shake hands and was refused. */
  HANDSHAKE_REJECTED,
  /** A counter began again. */
  RESET,
  RENAMED,
  TUNNEL_UP,
  TUNNEL_DOWN,
  SOURCE_FAILED,
  SOURCE_RECOVERED,
  /** The wall clock was moved. */
  CLOCK_STEPPED,
  /** Nobody was watching from {@code happenedAt} until {@code noticedAt}. */
  GAP,
  /** A peer was seen in a country in which it never was before; not its very first one. */
  NEW_COUNTRY,
  /** A peer came by a provider by which it never came before; not its very first one. */
  NEW_PROVIDER,
  /** A peer was seen at two places, one so soon after the other that nobody travels so fast. */
  IMPOSSIBLE_TRAVEL,
  /** Packets of the tunnel passed that the flow log did not see. */
  PACKETS_DROPPED
}
