package org.vpnledger.flow.policy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vpnledger.flow.Direction;
import org.vpnledger.flow.FlowRecord;
import org.vpnledger.vpn.Address;

/**
 * Disguises the addresses that peers talk to. Used by one thread; what was hashed lately is
 * remembered, so that asking for every packet costs little as well.
 */
public final class Disguise {
  /** Of 100::/64, the discard prefix of RFC 6666: no such address is anybody's. */
  private static final long DISCARD = 0x0100_0000_0000_0000L;

  private static final long IPV4_NETWORK = ~0xffL;
  private static final long IPV6_NETWORK = -1L << 16;
  private static final int REMEMBERED = 4096;

  private final HashKey key;
  private final @Nullable Address[] told = new Address[REMEMBERED];
  private final Address[] disguised = new Address[REMEMBERED];
  private long generation = -1;

  /**
   * With a key that is in the folder, if it is not too old, or a new one when it is needed.
   *
   * @param keys the folder of keys, which is made when one is needed
   * @param life how long a key lives
   * @param problems told in a line each: the key could not be kept, or not destroyed
   */
  public Disguise(Path keys, Duration life, InstantSource clock, Consumer<String> problems) {
    key = new HashKey(keys, life, clock, problems);
    key.tick();
  }

  /** Destroys a key whose life is over, used or not; to be called every minute or so. */
  public void tick() {
    key.tick();
  }

  /** The other side's address as it may be logged. */
  public Address disguise(Address other, Decision decision) {
    return disguise(other, decision.destinations());
  }

  /** The other side's address as it may be logged. */
  public Address disguise(Address other, Destinations how) {
    return switch (how) {
      case WHOLE -> other;
      case TRUNCATED -> truncated(other);
      case HASHED -> hashed(other);
    };
  }

  /** The flow as it may be logged: the peer's own address stays, the host's name if it may. */
  public FlowRecord disguise(FlowRecord flow, Decision decision) {
    boolean sent = isSourceDisguised(flow.direction());
    return new FlowRecord(
        flow.startNs(),
        flow.endNs(),
        flow.gateway(),
        flow.tunnel(),
        flow.peer(),
        flow.name(),
        flow.direction(),
        flow.protocol(),
        sent ? disguise(flow.src(), decision) : flow.src(),
        flow.srcPort(),
        sent ? flow.dst() : disguise(flow.dst(), decision),
        flow.dstPort(),
        decision.host() ? flow.host() : null,
        flow.packets(),
        flow.bytes(),
        flow.tcpFlags());
  }

  /**
   * Whether the other side is where packets come from: it is of those that the gateway sends to the
   * peer. Of what is not known to be sent, it is where they go.
   */
  public static boolean isSourceDisguised(Direction direction) {
    return direction == Direction.TX;
  }

  private static Address truncated(Address address) {
    return address.isIpv4()
        ? new Address(address.high(), address.low() & IPV4_NETWORK)
        : new Address(address.high() & IPV6_NETWORK, 0);
  }

  private Address hashed(Address address) {
    if (generation != key.generation()) {
      generation = key.generation();
      Arrays.fill(told, null);
    }
    long mixed = (address.low() ^ address.high()) * 0x9e37_79b9_7f4a_7c15L;
    int place = (int) (mixed >>> 32) & (REMEMBERED - 1);
    if (address.equals(told[place])) {
      return disguised[place];
    }
    Address made = new Address(DISCARD, key.hash(address));
    told[place] = address;
    disguised[place] = made;
    return made;
  }
}
