package org.vpnledger.source.wireguard;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Epoch;

/**
 * Reads what a userspace implementation answers to {@code get=1}, in the cross-platform protocol of
 * https://www.wireguard.com/xplatform/ :
 *
 * <pre>
 * private_key=HEX                      absent when there is none; boringtun: own_public_key=HEX
 * listen_port=51820                    absent when 0, as everything here
 * fwmark=51820
 * public_key=HEX                       begins a peer
 * preshared_key=HEX
 * endpoint=192.0.2.10:40001
 * last_handshake_time_sec=1795180963
 * last_handshake_time_nsec=249909347
 * tx_bytes=124
 * rx_bytes=308
 * persistent_keepalive_interval=25
 * allowed_ip=10.8.0.2/32               any number of times
 * errno=0
 *                                      an empty line ends it
 * </pre>
 *
 * AmneziaWG gives a range of keepalives as {@code 20-30}. Other keys are ignored.
 */
public final class UapiParser {
  private static final int KEY = 64;
  private static final byte[] PUBLIC_KEY = ascii("public_key=");
  private static final byte[] PRESHARED_KEY = ascii("preshared_key=");
  private static final byte[] ERRNO = ascii("errno=");

  private final byte[] bytes;
  private final int length;
  private final Instant wall;
  private final Epoch epoch;
  private final DevicePublicKeys publicKeys;
  private final Token token;
  private final KnownBlocks known;
  private @Nullable PeerDraft peer;
  private int keyAt;
  private int linesAt;
  private boolean handshakesAreAges;
  private boolean secretInLines;
  private @Nullable String publicKey;
  private int listenPort;
  private long firewallMark;
  private long errno = -1;

  private UapiParser(
      byte[] bytes,
      int length,
      Instant wall,
      Epoch epoch,
      DevicePublicKeys publicKeys,
      KnownBlocks known) {
    this.known = known;
    this.bytes = bytes;
    this.length = length;
    this.wall = wall;
    this.epoch = epoch;
    this.publicKeys = publicKeys;
    this.token = new Token(bytes);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Reads a whole answer.
   *
   * @param bytes the answer; the caller wipes it, also when this throws
   * @param length how many of the bytes are the answer
   * @param wall when it was read, for implementations that give a handshake's age
   * @param epoch of every counter in it
   * @param publicKeys derives the interface's public key, which the protocol does not give
   * @param known what the last read of the same interface showed in the same epoch; of use to the
   *     next one
   * @throws MalformedReadException when it is cut, garbled, or tells of an error
   */
  public static Snapshot parse(
      byte[] bytes,
      int length,
      Instant wall,
      Epoch epoch,
      DevicePublicKeys publicKeys,
      KnownBlocks known)
      throws MalformedReadException {
    known.begin();
    return new UapiParser(bytes, length, wall, epoch, publicKeys, known).parse();
  }

  private Snapshot parse() throws MalformedReadException {
    int at = 0;
    while (true) {
      int end = LineEnd.find(bytes, at, length);
      if (end < 0) {
        throw token.malformed("the answer is cut short");
      }
      if (end == at) {
        return finish(end + 1);
      }
      int equals = at;
      while (bytes[equals] != '=' && bytes[equals] != '\n') {
        equals++;
      }
      if (equals == end || errno >= 0) {
        throw token.malformed(errno >= 0 ? "something follows errno" : "no key=value");
      }
      UapiKey key = UapiKey.of(bytes, at, equals);
      if (key != null) {
        read(key, equals + 1, end);
      }
      at = end + 1;
      token.lineAt(at);
      if (key == UapiKey.PUBLIC_KEY) {
        at = skipKnown(end - KEY, at);
      }
    }
  }

  private void read(UapiKey key, int from, int to) throws MalformedReadException {
    Token value = token.at(from, to);
    switch (key) {
      case PRIVATE_KEY -> publicKey = publicKeys.derive(bytes, from, to);
      case OWN_PUBLIC_KEY -> publicKey = value.keyFromHex();
      case LISTEN_PORT -> listenPort = (int) value.decimal(65535, "listen_port");
      case FWMARK -> firewallMark = value.decimal(0xffff_ffffL, "fwmark");
      case PUBLIC_KEY -> {
        finishPeer(from - PUBLIC_KEY.length);
        peer = null; // who it is is only asked when its lines are not those of the last time
        if (to - from != KEY) {
          throw token.malformed("a key has " + KEY + " hex digits");
        }
      }
      case PRESHARED_KEY -> secretInLines = true; // passed over, and not remembered with the lines
      case ENDPOINT -> peer().endpoint = value.endpoint();
      case LAST_HANDSHAKE_TIME_SEC ->
          peer().handshakeSeconds = value.decimal(PeerDraft.MAX_SECONDS, "last_handshake_time_sec");
      case LAST_HANDSHAKE_TIME_NSEC ->
          peer().handshakeNanos = value.decimal(PeerDraft.MAX_NANOS, "last_handshake_time_nsec");
      case TX_BYTES -> peer().txBytes = value.decimal(Long.MAX_VALUE, "tx_bytes");
      case RX_BYTES -> peer().rxBytes = value.decimal(Long.MAX_VALUE, "rx_bytes");
      case PERSISTENT_KEEPALIVE_INTERVAL ->
          peer().keepaliveSeconds =
              (int) value.decimalOrUpperEnd(65535, "persistent_keepalive_interval");
      case ALLOWED_IP -> peer().allowedIps.add(value.network());
      case ERRNO -> {
        int sign = from < to && bytes[from] == '-' ? 1 : 0; // wireguard-go prints them negative
        finishPeer(from - ERRNO.length);
        errno = token.at(from + sign, to).decimal(Integer.MAX_VALUE, "errno");
      }
    }
  }

  /** Goes on after a peer's keys: at its end if all else about it is known, else at its lines. */
  private int skipKnown(int key, int at) throws MalformedReadException {
    int lines = at;
    if (startsWith(PRESHARED_KEY, at) && length - at > PRESHARED_KEY.length + KEY) {
      int end = at + PRESHARED_KEY.length + KEY;
      lines = bytes[end] == '\n' ? end + 1 : at; // a secret: neither compared nor remembered
    }
    int end = known.match(bytes, key, lines, length);
    if (end >= 0 && (startsWith(PUBLIC_KEY, end) || startsWith(ERRNO, end))) {
      token.lineAt(end);
      return end;
    }
    if (end >= 0) {
      known.unmatch();
    }
    peer = new PeerDraft(token.at(key, key + KEY).peerFromHex());
    keyAt = key;
    linesAt = lines;
    token.lineAt(lines);
    return lines;
  }

  private boolean startsWith(byte[] word, int at) {
    return length - at >= word.length
        && Arrays.equals(word, 0, word.length, bytes, at, at + word.length);
  }

  private PeerDraft peer() throws MalformedReadException {
    PeerDraft current = peer;
    if (current == null) {
      throw token.malformed("a peer's value comes before its public_key");
    }
    return current;
  }

  private void finishPeer(int end) throws MalformedReadException {
    PeerDraft finished = peer;
    if (finished != null) {
      // An age is another time at every look, and a secret in an odd place must not be kept.
      boolean again = finished.isAge() || secretInLines;
      Connection connection = finished.connection(epoch, wall);
      known.note(bytes, keyAt, linesAt, again ? linesAt : end, connection);
      handshakesAreAges |= finished.isAge();
      secretInLines = false;
      peer = null;
    }
  }

  private Snapshot finish(int end) throws MalformedReadException {
    if (errno < 0) {
      throw token.malformed("the answer ends without errno");
    }
    if (errno > 0) {
      throw new MalformedReadException("the interface answered with errno " + errno);
    }
    if (end != length) {
      throw token.malformed("something follows the end of the answer");
    }
    return new Snapshot(
        new Device(publicKey, listenPort, firewallMark), known.sorted(), handshakesAreAges);
  }
}
