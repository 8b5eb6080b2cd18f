package org.vpnledger.source.wireguard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Epoch;

/**
 * Reads what {@code wg show all dump} or {@code wg show INTERFACE dump} prints, see wg(8). Fields
 * are separated by tabs; with {@code all} the interface's name comes first, otherwise it is
 * missing:
 *
 * <pre>
 * [wg0] private-key public-key listen-port fwmark             4 or 5 fields: begins an interface
 * [wg0] public-key preshared-key endpoint allowed-ips \
 *       latest-handshake rx tx keepalive                      8 or 9 fields: a peer of it
 * </pre>
 *
 * {@code (none)} stands for no key, endpoint or allowed networks, {@code off} for no mark or
 * keepalive.
 *
 * <p>AmneziaWG's {@code awg} prints the same for peers, but a keepalive may be a range, {@code
 * 20-30}. For an interface it puts its own settings, nine in the first versions and up to 25 by
 * now, between the port and the mark; they are passed over, a secret among them.
 */
public final class DumpParser {
  private static final String NONE = "(none)";
  private static final String OFF = "off";
  private static final int DEVICE_FIELDS = 4;
  private static final int PEER_FIELDS = 8;
  private static final int AMNEZIA_DEVICE_FIELDS = 13; // at least
  private static final int MOST_FIELDS = 64;
  private static final int PORT = 2;

  private final byte[] bytes;
  private final int length;
  private final Instant wall;
  private final @Nullable String onlyInterface;
  private final Function<String, Epoch> epochs;
  private final Token token;

  /** Where each field of the line begins; a field ends one byte before the next begins. */
  private final int[] starts = new int[MOST_FIELDS + 1];

  private final LinkedHashMap<String, Snapshot> snapshots = new LinkedHashMap<>();
  private ArrayList<Connection> connections = new ArrayList<>();
  private @Nullable Device device;
  private boolean handshakesAreAges;
  private String name = "";
  private Epoch epoch = Epoch.UNKNOWN;

  /** 1 when the name comes first, 0 when it is missing, -1 before the first line. */
  private int nameFields = -1;

  private DumpParser(
      byte[] bytes,
      int length,
      Instant wall,
      @Nullable String onlyInterface,
      Function<String, Epoch> epochs) {
    this.bytes = bytes;
    this.length = length;
    this.wall = wall;
    this.onlyInterface = onlyInterface;
    this.epochs = epochs;
    this.token = new Token(bytes);
  }

  /**
   * Reads a whole dump of either form.
   *
   * @param bytes the output; the caller wipes it, also when this throws
   * @param length how many of the bytes are the output
   * @param wall when it was read, for implementations that give a handshake's age
   * @param onlyInterface the interface that was asked for, absent for {@code all}
   * @param epochs gives the epoch of an interface's counters
   * @return what each interface shows, in the order of the dump
   * @throws MalformedReadException when it is cut or garbled
   */
  public static SequencedMap<String, Snapshot> parse(
      byte[] bytes,
      int length,
      Instant wall,
      @Nullable String onlyInterface,
      Function<String, Epoch> epochs)
      throws MalformedReadException {
    return new DumpParser(bytes, length, wall, onlyInterface, epochs).parse();
  }

  private SequencedMap<String, Snapshot> parse() throws MalformedReadException {
    int at = 0;
    while (at < length) {
      int fields = 1;
      starts[0] = at;
      while (at < length && bytes[at] != '\n') {
        if (bytes[at++] == '\t') {
          if (fields == starts.length - 1) {
            throw token.malformed("more fields than a dump has");
          }
          starts[fields++] = at;
        }
      }
      if (at == length) {
        throw token.malformed("the dump is cut short");
      }
      starts[fields] = ++at;
      line(fields);
      token.lineAt(at);
    }
    finishInterface();
    return snapshots;
  }

  private void line(int fields) throws MalformedReadException {
    if (nameFields < 0) {
      nameFields = fields > PORT && field(PORT).isDigits() ? 0 : 1;
    }
    int values = fields - nameFields;
    boolean isDevice = values == DEVICE_FIELDS || values >= AMNEZIA_DEVICE_FIELDS;
    if (isDevice && (nameFields == 1 || device == null)) {
      finishInterface();
      beginInterface(values - 1);
    } else if (values == PEER_FIELDS && device != null) {
      peer();
    } else {
      throw token.malformed(fields + " fields are not those of a dump");
    }
  }

  private void beginInterface(int markField) throws MalformedReadException {
    if (nameFields == 1) {
      // What is longer might be a key.
      name = field(0).length() > InterfaceName.MAX_LENGTH ? "" : field(0).text();
    } else if (onlyInterface != null) {
      name = onlyInterface;
    } else {
      throw token.malformed("no interface is named: use wg show all dump");
    }
    if (!InterfaceName.isValid(name)) {
      throw token.malformed("not an interface's name");
    }
    if (snapshots.containsKey(name)) {
      throw token.malformed("interface " + name + " is listed twice");
    }
    epoch = epochs.apply(name);
    // The first field is the private key: passed over.
    String publicKey = value(1).is(NONE) ? null : value(1).keyFromBase64();
    int listenPort = (int) value(PORT).decimal(65535, "the listen port");
    long mark = value(markField).is(OFF) ? 0 : value(markField).hexadecimal("the firewall mark");
    device = new Device(publicKey, listenPort, mark);
  }

  private void peer() throws MalformedReadException {
    if (nameFields == 1 && !field(0).is(name)) {
      throw token.malformed("a peer of another interface");
    }
    PeerDraft peer = new PeerDraft(value(0).peerFromBase64());
    // The second field is the preshared key: passed over.
    peer.endpoint = value(2).is(NONE) ? null : value(2).endpoint();
    if (!value(3).is(NONE)) {
      networks(peer, start(3), end(3));
    }
    peer.handshakeSeconds = value(4).decimal(PeerDraft.MAX_SECONDS, "the latest handshake");
    peer.rxBytes = value(5).decimal(Long.MAX_VALUE, "the received bytes");
    peer.txBytes = value(6).decimal(Long.MAX_VALUE, "the sent bytes");
    peer.keepaliveSeconds =
        value(7).is(OFF) ? 0 : (int) value(7).decimalOrUpperEnd(65535, "the persistent keepalive");
    connections.add(peer.connection(epoch, wall));
    handshakesAreAges |= peer.isAge();
  }

  private void networks(PeerDraft peer, int from, int to) throws MalformedReadException {
    int begin = from;
    for (int i = from; i <= to; i++) {
      if (i == to || bytes[i] == ',') {
        peer.allowedIps.add(token.at(begin, i).network());
        begin = i + 1;
      }
    }
  }

  private void finishInterface() throws MalformedReadException {
    Device finished = device;
    if (finished != null) {
      snapshots.put(name, Snapshot.of(finished, connections, handshakesAreAges));
      connections = new ArrayList<>();
      handshakesAreAges = false;
    }
  }

  /** A field of the line, the name included. */
  private Token field(int index) {
    return token.at(starts[index], starts[index + 1] - 1);
  }

  /** A field that both forms have. */
  private Token value(int index) {
    return field(index + nameFields);
  }

  private int start(int index) {
    return starts[index + nameFields];
  }

  private int end(int index) {
    return starts[index + nameFields + 1] - 1;
  }
}
