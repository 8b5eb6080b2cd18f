package org.vpnledger.source.wireguard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.vpnledger.kernel.netlink.Attributes;
import org.vpnledger.kernel.netlink.MalformedMessageException;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.PeerKey;

/**
 * One peer of a netlink answer in the kernel's own bytes, to be compared with what was there
 * before, and made into text only where it is new. Used again for each peer.
 */
final class RawPeer {
  static final int KEY = 32;

  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int IPV4_ENDPOINT = 16; // struct sockaddr_in
  private static final int IPV6_ENDPOINT = 28; // struct sockaddr_in6
  private static final int SCOPE = 24;
  private static final int NETWORK_FAMILY = 1;
  private static final int NETWORK_ADDRESS = 2;
  private static final int NETWORK_BITS = 3;
  private static final int LONGEST_NETWORKS = 4 << 20; // some 150,000 of them

  final byte[] key = new byte[KEY];
  final byte[] endpoint = new byte[IPV6_ENDPOINT];
  int endpointLength;
  private int scope;
  byte[] networks = new byte[256];
  int networksLength;
  long handshakeSeconds;
  long handshakeNanos;
  long rxBytes;
  long txBytes;
  int keepaliveSeconds;

  private byte[] rest = new byte[256];
  private int restLength;

  final Epoch epoch;
  final Instant wall;
  private final IntFunction<@Nullable String> zones;
  private boolean anyAge;

  RawPeer(Epoch epoch, Instant wall, IntFunction<@Nullable String> zones) {
    this.epoch = epoch;
    this.wall = wall;
    this.zones = zones;
  }

  void begin(Attributes value) {
    System.arraycopy(value.bytes(), value.from(), key, 0, KEY);
    restLength = 0;
    endpointLength = 0;
    scope = 0;
    networksLength = 0;
    handshakeSeconds = 0;
    handshakeNanos = 0;
    rxBytes = 0;
    txBytes = 0;
    keepaliveSeconds = 0;
  }

  /**
   * Keeps what follows the keys, to know the peer by it at the next read. Not that of one that may
   * go on in the next message, whose endpoint has a zone, or whose handshake is an age: the same
   * bytes do not mean the same then.
   */
  void keepRest(byte[] bytes, int from, int to) {
    restLength = 0;
    if (!hasZone() && !PeerDraft.isAge(handshakeSeconds, handshakeNanos)) {
      if (to - from > rest.length) {
        rest = new byte[to - from];
      }
      System.arraycopy(bytes, from, rest, 0, to - from);
      restLength = to - from;
    }
  }

  /** What was kept, in this array if it is as long. */
  byte[] rest(byte[] array) {
    byte[] kept = array.length == restLength ? array : new byte[restLength];
    System.arraycopy(rest, 0, kept, 0, restLength);
    return kept;
  }

  boolean hasKey(Attributes value) {
    return Arrays.equals(value.bytes(), value.from(), value.to(), key, 0, KEY);
  }

  PeerKey peerKey() {
    return new PeerKey(Base64.getEncoder().encodeToString(key));
  }

  void endpoint(Attributes value) {
    int family = value.u16At(0);
    int length = family == AF_INET6 ? IPV6_ENDPOINT : IPV4_ENDPOINT;
    boolean known = family == AF_INET || family == AF_INET6;
    // A peer that never had one has the family 0, in as many bytes as there may be.
    if (known && value.has(length)) {
      System.arraycopy(value.bytes(), value.from(), endpoint, 0, length);
      if (family == AF_INET) {
        Arrays.fill(endpoint, 8, length, (byte) 0); // nothing is meant by the last eight
      } else {
        scope = (int) value.u32At(SCOPE);
      }
      endpointLength = length;
    }
  }

  void handshake(Attributes value) {
    if (value.has(16)) {
      handshakeSeconds = value.i64At(0);
      handshakeNanos = value.i64At(8);
      boolean sane =
          handshakeSeconds >= 0
              && handshakeSeconds <= PeerDraft.MAX_SECONDS
              && handshakeNanos >= 0
              && handshakeNanos <= PeerDraft.MAX_NANOS;
      if (!sane) {
        value.fail("a handshake at " + handshakeSeconds + " s " + handshakeNanos + " ns");
      }
    }
  }

  void addNetworks(Attributes value) {
    int length = value.length();
    if (networksLength + length > LONGEST_NETWORKS) {
      value.fail("a peer with more than " + LONGEST_NETWORKS + " bytes of networks");
      return;
    }
    if (networksLength + length > networks.length) {
      networks = Arrays.copyOf(networks, Math.max(2 * networks.length, networksLength + length));
    }
    System.arraycopy(value.bytes(), value.from(), networks, networksLength, length);
    networksLength += length;
  }

  /** Whether a zone is part of the endpoint: its name may change although these bytes do not. */
  boolean hasZone() {
    return endpointLength == IPV6_ENDPOINT && scope != 0;
  }

  @Nullable Endpoint endpoint() {
    if (endpointLength == 0) {
      return null;
    }
    int port = (endpoint[2] & 0xff) << 8 | (endpoint[3] & 0xff);
    return endpointLength == IPV4_ENDPOINT
        ? new Endpoint(InetText.ipv4(endpoint, 4), port)
        : new Endpoint(InetText.ipv6(endpoint, 8) + zone(), port);
  }

  private String zone() {
    if (scope == 0) {
      return "";
    }
    String name = zones.apply(scope);
    return "%" + (name == null || !InterfaceName.isValid(name) ? Integer.toString(scope) : name);
  }

  List<String> allowedIps() throws MalformedMessageException {
    List<String> texts = new ArrayList<>(2);
    Attributes list = Attributes.over(networks, 0, networksLength);
    while (list.next()) {
      texts.add(network(list.nested()));
    }
    list.check();
    return List.copyOf(texts);
  }

  private static String network(Attributes fields) throws MalformedMessageException {
    int family = 0;
    int address = 0;
    int length = 0;
    int bits = -1;
    while (fields.next()) {
      switch (fields.type()) {
        case NETWORK_FAMILY -> family = fields.u16();
        case NETWORK_ADDRESS -> {
          address = fields.from();
          length = fields.length();
        }
        case NETWORK_BITS -> bits = fields.u8();
        default -> {}
      }
    }
    fields.check();
    if (family == AF_INET && length == 4 && bits >= 0 && bits <= 32) {
      return InetText.ipv4(fields.bytes(), address) + "/" + bits;
    }
    if (family == AF_INET6 && length == 16 && bits >= 0 && bits <= 128) {
      return InetText.ipv6(fields.bytes(), address) + "/" + bits;
    }
    throw new MalformedMessageException(
        "a network of family %d, %d bytes and %d bits".formatted(family, length, bits));
  }

  void noteAge(boolean isAge) {
    anyAge |= isAge;
  }

  boolean anyAge() {
    return anyAge;
  }
}
