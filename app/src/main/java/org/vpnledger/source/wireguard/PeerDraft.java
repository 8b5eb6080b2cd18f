package org.vpnledger.source.wireguard;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Presence.LastHandshake;

/** What a parser has read of a peer so far; what is not mentioned is zero or absent. */
final class PeerDraft {
  /** The end of the year 9999: every later time is nonsense that no calendar can print. */
  static final long MAX_SECONDS = 253_402_300_799L;

  static final int MAX_NANOS = 999_999_999;

  /** WireGuard is younger than 1980: what lies before is an age, as boringtun has given. */
  private static final long FIRST_TIME_SECONDS = 315_532_800;

  final PeerKey key;
  @Nullable Endpoint endpoint;
  final List<String> allowedIps = new ArrayList<>(2);
  long handshakeSeconds;
  long handshakeNanos;
  long rxBytes;
  long txBytes;
  int keepaliveSeconds;

  PeerDraft(PeerKey key) {
    this.key = key;
  }

  /** The peer as it was at {@code wall}. */
  Connection connection(Epoch epoch, Instant wall) {
    return new Connection(
        key,
        epoch,
        new Counters(rxBytes, txBytes),
        presence(wall),
        endpoint,
        allowedIps,
        keepaliveSeconds);
  }

  /** Whether the handshake was given as an age and not as a time. */
  boolean isAge() {
    return isAge(handshakeSeconds, handshakeNanos);
  }

  static boolean isAge(long seconds, long nanos) {
    return seconds < FIRST_TIME_SECONDS && (seconds > 0 || nanos > 0);
  }

  private LastHandshake presence(Instant wall) {
    return presence(handshakeSeconds, handshakeNanos, wall);
  }

  /** In whole seconds, because a dump has no more: the ways of reading must not differ. */
  static LastHandshake presence(long seconds, long nanos, Instant wall) {
    if (isAge(seconds, nanos)) {
      return new LastHandshake(
          wall.minusSeconds(seconds).minusNanos(nanos).truncatedTo(ChronoUnit.SECONDS));
    }
    return seconds == 0 ? LastHandshake.NEVER : new LastHandshake(Instant.ofEpochSecond(seconds));
  }
}
