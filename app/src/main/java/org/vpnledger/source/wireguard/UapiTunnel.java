package org.vpnledger.source.wireguard;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.Observation.Born;
import org.vpnledger.vpn.Observation.Gone;
import org.vpnledger.vpn.Observation.Read;
import org.vpnledger.vpn.Observation.ReadFailed;
import org.vpnledger.vpn.ObservationClock;
import org.vpnledger.vpn.TunnelId;

/** One userspace interface: what was said of it before, and the look that is under way. */
final class UapiTunnel {
  private final TunnelId id;
  private final Path socket;
  private final ObservationClock clock;
  private final AnswerBuffer answer = new AnswerBuffer();
  private final SteadyHandshakes handshakes = new SteadyHandshakes();
  private Epoch epoch = Epoch.UNKNOWN;
  private KnownBlocks known = new KnownBlocks();
  private Epoch knownIn = Epoch.UNKNOWN;
  private @Nullable UapiExchange exchange;
  private boolean mentioned;
  private boolean born;

  UapiTunnel(TunnelId id, Path socket, ObservationClock clock) {
    this.id = id;
    this.socket = socket;
    this.clock = clock;
  }

  /** Whether its socket is in a folder of that name. */
  boolean isIn(Path folder) {
    Path parent = socket.getParent();
    return parent != null && parent.endsWith(folder);
  }

  /** Whether a question is open. */
  boolean isWaiting() {
    return exchange != null;
  }

  /**
   * Asks the question.
   *
   * @throws java.net.ConnectException when nobody listens
   * @throws NoSuchFileException when there is no such socket any more
   */
  void ask(Selector selector) throws IOException {
    epoch = socketEpoch();
    try {
      exchange = UapiExchange.begin(socket, selector, this);
    } catch (SocketException e) {
      socketEpoch(); // it may have vanished in between
      if (!Files.isWritable(socket)) {
        throw new IOException("permission denied on " + socket + ": run as root", e);
      }
      throw e;
    }
  }

  /** Takes what has come; the question is open no more when the result is not empty. */
  List<Observation> advance(ByteBuffer chunk, DevicePublicKeys publicKeys) {
    UapiExchange current = exchange;
    try {
      if (current == null || !current.advance(chunk, answer)) {
        return List.of();
      }
      Moment at = clock.now();
      Snapshot snapshot =
          UapiParser.parse(answer.bytes(), answer.length(), at.wall(), epoch, publicKeys, known());
      giveUp();
      if (!epoch.equals(socketEpoch())) {
        return List.of(failed("it was replaced while it was read: the next look will tell"));
      }
      return read(at, handshakes.steady(snapshot, at));
    } catch (IOException | MalformedReadException e) {
      known = new KnownBlocks(); // what a refused answer has left is of no use
      return List.of(failed(e));
    }
  }

  /** What was known is of use in the same epoch only: its connections carry that. */
  private KnownBlocks known() {
    if (!epoch.equals(knownIn)) {
      known = new KnownBlocks();
      knownIn = epoch;
    }
    return known;
  }

  private List<Observation> read(Moment at, Snapshot snapshot) {
    Read read = new Read(id, at, snapshot.device(), snapshot.connections());
    boolean first = !born;
    born = true;
    mentioned = true;
    return first ? List.of(new Born(id, at), read) : List.of(read);
  }

  Observation failed(Exception e) {
    String message = e.getMessage();
    return failed(
        message == null ? e.getClass().getSimpleName() : message,
        e instanceof MalformedReadException);
  }

  Observation failed(String reason) {
    return failed(reason, false);
  }

  private Observation failed(String reason, boolean malformed) {
    giveUp();
    mentioned = true;
    return new ReadFailed(id, clock.now(), "read " + id.interfaceName() + ": " + reason, malformed);
  }

  /** Its end, which is of interest only if anything was ever said of it. */
  List<Observation> gone() {
    giveUp();
    return mentioned ? List.of(new Gone(id, clock.now())) : List.of();
  }

  /** Ends the look, answered or not, and leaves nothing of the answer in memory. */
  void giveUp() {
    UapiExchange current = exchange;
    exchange = null;
    if (current != null) {
      current.close();
    }
    answer.wipe();
  }

  private Epoch socketEpoch() throws NoSuchFileException {
    Epoch found = SocketFolder.epoch(socket);
    if (found == null) {
      throw new NoSuchFileException(socket.toString(), null, "the socket has vanished");
    }
    return found;
  }
}
