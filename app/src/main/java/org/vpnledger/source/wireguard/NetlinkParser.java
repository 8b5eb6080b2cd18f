package org.vpnledger.source.wireguard;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.vpnledger.kernel.netlink.Attributes;
import org.vpnledger.kernel.netlink.GenericFamily;
import org.vpnledger.kernel.netlink.MalformedMessageException;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Epoch;

/**
 * Reads the messages that answer {@code WG_CMD_GET_DEVICE}, {@code include/uapi/linux/wireguard.h}.
 * The first one tells of the interface; peers go on over as many as they need, and one with many
 * networks is cut in the middle: then the next message begins with its key and the rest of them.
 *
 * <pre>
 * 1 index u32, 2 name, 3 private key (passed over), 4 public key, 6 listen port u16, 7 mark u32,
 * 8 peers: [ 1 public key, 2 preshared key (passed over), 4 endpoint (struct sockaddr_in or _in6),
 *            5 keepalive u16, 6 last handshake (two s64: seconds, nanoseconds), 7 rx u64, 8 tx u64,
 *            9 networks: [ 1 family u16, 2 address, 3 bits u8 ] ]
 * </pre>
 *
 * <p>AmneziaWG's family has the same and more, which is passed over, a secret among it; since its
 * version 3 a keepalive is a range in 32 bits, the shortest in the lower half and the longest in
 * the upper one.
 *
 * <p>What the last read showed is given, so that what did not change is not made again: of ten
 * thousand peers most are idle.
 */
public final class NetlinkParser {
  private static final int INDEX = 1;
  private static final int PUBLIC_KEY = 4;
  private static final int LISTEN_PORT = 6;
  private static final int MARK = 7;
  private static final int PEERS = 8;

  private static final int ATTRIBUTE = 4; // the header of one
  private static final int RANGE = 4;

  private static final int PEER_KEY = 1;
  private static final int PEER_PRESHARED_KEY = 2;
  private static final int PEER_ENDPOINT = 4;
  private static final int PEER_KEEPALIVE = 5;
  private static final int PEER_HANDSHAKE = 6;
  private static final int PEER_RX = 7;
  private static final int PEER_TX = 8;
  private static final int PEER_NETWORKS = 9;

  /** More peers than an interface can have (2^20): an answer without end is refused. */
  private static final int MOST_PEERS = 1 << 20;

  private final KnownPeers known;
  private final RawPeer peer;
  private final int index;
  private final Attributes row = Attributes.over(new byte[0], 0, 0);
  private @Nullable String publicKey;
  private int listenPort;
  private long mark;
  private boolean begun;
  private boolean inPeer;

  /**
   * For one answer.
   *
   * @param index the interface that was asked for
   * @param known what the last read of it showed, which this one changes
   * @param epoch of its counters
   * @param wall when it was asked
   * @param zones gives the name of an interface by its index, absent if there is none
   */
  public NetlinkParser(
      int index, KnownPeers known, Epoch epoch, Instant wall, IntFunction<@Nullable String> zones) {
    this.index = index;
    this.known = known;
    this.peer = new RawPeer(epoch, wall, zones);
    known.begin();
  }

  /** Takes one message; see {@link org.vpnledger.kernel.netlink.MessageHandler}. */
  public void message(byte[] bytes, int from, int to) throws MalformedMessageException {
    Attributes attributes = GenericFamily.attributes(bytes, from, to);
    while (attributes.next()) {
      switch (attributes.type()) {
        case INDEX -> {
          begun = true;
          if (attributes.u32() != index) {
            attributes.fail("the answer is of interface " + attributes.u32() + ", not " + index);
          }
        }
        case PUBLIC_KEY -> publicKey = key(attributes);
        case LISTEN_PORT -> listenPort = attributes.u16();
        case MARK -> mark = attributes.u32();
        case PEERS -> peers(attributes);
        default -> {}
      }
    }
    attributes.check();
  }

  private static @Nullable String key(Attributes attribute) {
    return attribute.has(RawPeer.KEY)
        ? Base64.getEncoder()
            .encodeToString(Arrays.copyOfRange(attribute.bytes(), attribute.from(), attribute.to()))
        : null;
  }

  private void peers(Attributes list) throws MalformedMessageException {
    Attributes peers = list.nested();
    boolean first = true;
    while (peers.next()) {
      // Only the last one of a message may go on in the next.
      boolean whole = peers.to() < list.to() && !(first && inPeer);
      int rest = whole ? rest(peers) : -1;
      if (rest < 0 || !isKnown(peers, rest)) {
        peer(peers, first);
        if (rest >= 0) {
          peer.keepRest(peers.bytes(), rest, peers.to());
        }
      }
      first = false;
    }
    peers.check();
  }

  /** Where what follows the two keys begins, if they come first as they always do; else -1. */
  private static int rest(Attributes one) {
    int both = 2 * (ATTRIBUTE + RawPeer.KEY);
    boolean isUsual =
        one.length() > both
            && one.u16At(0) == ATTRIBUTE + RawPeer.KEY
            && one.u16At(2) == PEER_KEY
            && one.u16At(ATTRIBUTE + RawPeer.KEY) == ATTRIBUTE + RawPeer.KEY
            && one.u16At(ATTRIBUTE + RawPeer.KEY + 2) == PEER_PRESHARED_KEY;
    return isUsual ? one.from() + both : -1;
  }

  /** Takes a peer as it was at the last read, if nothing about it has changed. */
  private boolean isKnown(Attributes one, int rest) throws MalformedMessageException {
    finishPeer();
    return known.again(one.bytes(), one.from() + ATTRIBUTE, rest, one.to());
  }

  private void peer(Attributes one, boolean first) throws MalformedMessageException {
    Attributes fields = row.move(one.bytes(), one.from(), one.to());
    while (fields.next()) {
      switch (fields.type()) {
        case PEER_KEY -> begin(fields, first);
        case PEER_ENDPOINT -> peer.endpoint(fields);
        case PEER_KEEPALIVE -> peer.keepaliveSeconds = keepalive(fields);
        case PEER_HANDSHAKE -> peer.handshake(fields);
        case PEER_RX -> peer.rxBytes = fields.i64();
        case PEER_TX -> peer.txBytes = fields.i64();
        case PEER_NETWORKS -> peer.addNetworks(fields);
        default -> {}
      }
    }
    if (!inPeer) {
      fields.fail("a peer without a key");
    }
    fields.check();
  }

  private static int keepalive(Attributes value) {
    if (value.length() != RANGE) {
      return value.u16();
    }
    int range = (int) value.u32();
    return Math.max(range & 0xffff, range >>> 16);
  }

  /** A key opens a peer, unless it opens a message and is the last one's: then that one goes on. */
  private void begin(Attributes key, boolean first) throws MalformedMessageException {
    if (!key.has(RawPeer.KEY) || (inPeer && first && peer.hasKey(key))) {
      return;
    }
    finishPeer();
    peer.begin(key);
    inPeer = true;
  }

  private void finishPeer() throws MalformedMessageException {
    if (inPeer) {
      if (known.count() == MOST_PEERS) {
        throw new MalformedMessageException("more than " + MOST_PEERS + " peers");
      }
      known.add(peer);
      inPeer = false;
    }
  }

  /** What the interface shows, once the answer has come to its end. */
  public Snapshot finish() throws MalformedMessageException, MalformedReadException {
    finishPeer();
    if (!begun) {
      throw new MalformedMessageException("the answer names no interface");
    }
    return new Snapshot(new Device(publicKey, listenPort, mark), known.sorted(), peer.anyAge());
  }
}
