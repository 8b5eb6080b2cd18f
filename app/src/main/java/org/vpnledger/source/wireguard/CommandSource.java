package org.vpnledger.source.wireguard;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vpnledger.source.Source;
import org.vpnledger.source.SourceException;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.Observation.Born;
import org.vpnledger.vpn.Observation.Gone;
import org.vpnledger.vpn.Observation.Read;
import org.vpnledger.vpn.Observation.ReadFailed;
import org.vpnledger.vpn.ObservationClock;
import org.vpnledger.vpn.TunnelId;

/**
 * Reads whatever a command prints in the form of {@code wg show all dump}: the local wg, or one in
 * a container or on another machine.
 */
public final class CommandSource implements Source {
  /** How long the command may take. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  private final String name;
  private final Command command;
  private final InterfaceFilter filter;
  private final @Nullable LocalLinks links;
  private final ObservationClock clock;
  private final AnswerBuffer output = new AnswerBuffer();
  private final TreeMap<String, Tunnel> tunnels = new TreeMap<>();
  private boolean wasEmpty;

  /** What is known of an interface that was read before. */
  private record Tunnel(Epoch epoch, SteadyHandshakes handshakes) {}

  /**
   * A source that runs a command at each look.
   *
   * @param words the program and its arguments; no shell sees them
   * @param links this machine's interfaces, which tell when a counter began if the program is wg
   *     itself; any other command may read another machine's
   */
  public CommandSource(
      String name,
      List<String> words,
      InterfaceFilter filter,
      Duration timeout,
      LocalLinks links,
      ObservationClock clock) {
    this.name = name;
    this.command = new Command(words, timeout);
    this.filter = filter;
    this.links = command.isLocalWg() ? links : null;
    this.clock = clock;
  }

  @Override
  public String name() {
    return name;
  }

  /** Whether any tunnel was there at the last look. */
  boolean knowsAny() {
    return !tunnels.isEmpty();
  }

  @Override
  public List<Observation> poll() throws SourceException, InterruptedException {
    List<Observation> observations = look();
    observations.sort(Comparator.comparing(Observation::tunnel)); // stable: Born before its Read
    return observations;
  }

  private List<Observation> look() throws SourceException, InterruptedException {
    Map<String, Epoch> before = new HashMap<>();
    tunnels.keySet().forEach(id -> before.put(id, epoch(id)));
    try {
      Command.Outcome outcome = command.run(output);
      Moment at = clock.now();
      if (outcome.exit() != 0) {
        return failed("exit " + outcome.exit() + ": " + advice(outcome.complaint()), null);
      }
      SequencedMap<String, Snapshot> seen =
          DumpParser.parse(
              output.bytes(), output.length(), at.wall(), command.onlyInterface(), this::epoch);
      boolean empty = seen.isEmpty();
      filter.restrict(seen.keySet());
      return compare(seen, before, at, outcome.complaint(), empty);
    } catch (IOException | MalformedReadException e) {
      return failed(String.valueOf(e.getMessage()), e);
    } finally {
      output.wipe();
    }
  }

  private List<Observation> compare(
      Map<String, Snapshot> seen,
      Map<String, Epoch> before,
      Moment at,
      String complaint,
      boolean empty) {
    List<Observation> observations = new ArrayList<>();
    boolean confirmed = !empty || wasEmpty;
    wasEmpty = empty;
    for (String id : List.copyOf(tunnels.keySet())) {
      if (seen.containsKey(id)) {
        continue;
      }
      if (isCertainlyGone(id) || (confirmed && !complaint.contains(id))) {
        observations.add(gone(id, at));
      } else {
        // wg names an interface that it cannot read on its error output, and ends with 0.
        String reason = complaint.isEmpty() ? "printed nothing" : Complaint.shortened(complaint);
        observations.add(readFailed(id, at, reason));
      }
    }
    seen.forEach((id, snapshot) -> observations.addAll(read(id, snapshot, before.get(id), at)));
    return observations;
  }

  private List<Observation> read(String id, Snapshot snapshot, @Nullable Epoch before, Moment at) {
    Epoch epoch = epoch(id);
    Tunnel known = tunnels.get(id);
    if (known != null && !epoch.equals(before)) {
      // Whose counters these are, the old interface's or the new one's, nobody can tell.
      return List.of(
          readFailed(id, at, "it was replaced while it was read: the next look will tell"));
    }
    Tunnel tunnel = new Tunnel(epoch, known == null ? new SteadyHandshakes() : known.handshakes);
    tunnels.put(id, tunnel);
    Snapshot steady = tunnel.handshakes.steady(snapshot, at);
    TunnelId tunnelId = new TunnelId(name, id);
    Read read = new Read(tunnelId, at, steady.device(), steady.connections());
    return known == null ? List.of(new Born(tunnelId, at), read) : List.of(read);
  }

  /** A look that told nothing, except of interfaces that this machine itself says have gone. */
  private List<Observation> failed(String reason, @Nullable Exception cause)
      throws SourceException {
    boolean malformed = cause instanceof MalformedReadException;
    if (tunnels.isEmpty()) {
      throw new SourceException(command + ": " + reason, malformed);
    }
    Moment at = clock.now();
    List<Observation> observations = new ArrayList<>();
    for (String id : List.copyOf(tunnels.keySet())) {
      observations.add(isCertainlyGone(id) ? gone(id, at) : readFailed(id, at, reason, malformed));
    }
    return observations;
  }

  private Gone gone(String id, Moment at) {
    tunnels.remove(id);
    return new Gone(new TunnelId(name, id), at);
  }

  private ReadFailed readFailed(String id, Moment at, String reason) {
    return readFailed(id, at, reason, false);
  }

  private ReadFailed readFailed(String id, Moment at, String reason, boolean malformed) {
    return new ReadFailed(new TunnelId(name, id), at, command + ": " + reason, malformed);
  }

  private boolean isCertainlyGone(String id) {
    Tunnel tunnel = tunnels.get(id);
    return tunnel != null && !tunnel.epoch.equals(Epoch.UNKNOWN) && epoch(id).equals(Epoch.UNKNOWN);
  }

  private Epoch epoch(String id) {
    Epoch epoch = links == null ? null : links.epoch(id);
    return epoch == null ? Epoch.UNKNOWN : epoch;
  }

  private static String advice(String complaint) {
    String text = complaint.isEmpty() ? "it says nothing" : Complaint.shortened(complaint);
    return complaint.contains("not permitted") || complaint.contains("ermission denied")
        ? text + ": run as root"
        : text;
  }

  @Override
  public void close() {
    tunnels.clear();
    output.wipe();
  }
}
