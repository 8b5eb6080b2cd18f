package org.vpnledger.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Ledger;
import org.vpnledger.ledger.Outcome;
import org.vpnledger.ledger.Rules;
import org.vpnledger.ledger.State;
import org.vpnledger.store.DataFolder;
import org.vpnledger.store.LedgerWriter.Durability;
import org.vpnledger.store.Retention;
import org.vpnledger.store.sqlite.SqliteWriter;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Presence;
import org.vpnledger.vpn.TunnelId;

/** A ledger of who was where, told in looks: each shows the peers that shake hands just then. */
final class Watch implements AutoCloseable {
  private final SqliteWriter writer;
  private final Ledger ledger;
  private final Instant start;
  private final Pending pending = new Pending();
  private State state = State.EMPTY;

  /**
   * A peer that shakes hands.
   *
   * @param endpoint where
   */
  record Sight(String key, String endpoint) {}

  private final List<Connection> known = new ArrayList<>();

  Watch(Path data, String zone, String start) {
    DataFolder folder = new DataFolder(data);
    folder.create();
    this.writer = SqliteWriter.open(folder.database(), Retention.DEFAULT);
    this.start = Instant.parse(start);
    this.ledger = new Ledger(Rules.of(writer.calendar(ZoneId.of(zone), this.start)));
    writer.meta().nameGateway("gw1");
  }

  static Sight sight(String key, String endpoint) {
    return new Sight(key, endpoint);
  }

  /** A look at this tunnel; who is not seen again stays as it was. */
  Watch look(String tunnel, String time, Sight... sights) {
    Instant at = Instant.parse(time);
    for (Sight sight : sights) {
      known.removeIf(peer -> peer.peer().text().equals(sight.key()));
      known.add(connection(sight, at));
    }
    return tell(
        new Observation.Read(
            new TunnelId("uapi", tunnel), moment(at), new Device("key", 51820, 0), known));
  }

  /** Looks at {@code wg0} every minute from one time to the other, with the same peers there. */
  Watch stays(String from, String to, Sight... sights) {
    Instant last = Instant.parse(to);
    for (Instant at = Instant.parse(from); !at.isAfter(last); at = at.plusSeconds(60)) {
      look("wg0", at.toString(), sights);
    }
    return this;
  }

  /** The same, and once more when they have been silent for long enough to be gone. */
  Watch stay(String from, String to, Sight... sights) {
    stays(from, to, sights);
    return look("wg0", Instant.parse(to).plusSeconds(200).toString());
  }

  Watch name(String time, String key, @Nullable String name) {
    TunnelId tunnel = new TunnelId("uapi", "wg0");
    return tell(
        new Observation.Renamed(tunnel, moment(Instant.parse(time)), new PeerKey(key), name));
  }

  private Watch tell(Observation observation) {
    Outcome outcome = ledger.apply(state, observation);
    state = outcome.state();
    pending.add(outcome.entries());
    return this;
  }

  private static Connection connection(Sight sight, Instant at) {
    return new Connection(
        new PeerKey(sight.key()),
        new Epoch("socket", "1"),
        Counters.ZERO,
        new Presence.LastHandshake(at),
        Objects.requireNonNull(Endpoint.parse(sight.endpoint())),
        List.of(),
        0);
  }

  private Moment moment(Instant at) {
    return new Moment(at, Duration.between(start, at).toNanos(), "boot");
  }

  @Override
  public void close() {
    writer.commit(pending.entries(), Durability.POWER_CUT);
    writer.close();
  }
}
