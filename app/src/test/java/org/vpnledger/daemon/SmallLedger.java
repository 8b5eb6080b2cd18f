package org.vpnledger.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Ledger;
import org.vpnledger.ledger.Outcome;
import org.vpnledger.ledger.Rules;
import org.vpnledger.ledger.State;
import org.vpnledger.store.DataFolder;
import org.vpnledger.store.LedgerWriter.Durability;
import org.vpnledger.store.MachineRow;
import org.vpnledger.store.NameSourceRow;
import org.vpnledger.store.Retention;
import org.vpnledger.store.sqlite.SqliteWriter;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.GivenName;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Presence;
import org.vpnledger.vpn.TunnelId;

/**
 * Five hours of a gateway in Berlin, in the night that has 23 hours: Alice works and roams, Bob
 * leaves at midnight with a counter that was there before, one peer without a name never came.
 */
final class SmallLedger {
  static final Instant START = Instant.parse("2026-03-28T22:00:00Z");
  static final Instant END = Instant.parse("2026-03-29T03:00:00Z");
  static final PeerKey ALICE = new PeerKey("QWxpY2VBbGljZUFsaWNlQWxpY2VBbGljZUFsaWNlQWw=");
  static final PeerKey BOB = new PeerKey("Qm9iQm9iQm9iQm9iQm9iQm9iQm9iQm9iQm9iQm9iQm8=");
  static final PeerKey NOBODY = new PeerKey("Tm9ib2R5Tm9ib2R5Tm9ib2R5Tm9ib2R5Tm9ib2R5Tm8=");

  private static final PeerKey STRANGER =
      new PeerKey("U3RyYW5nZXJTdHJhbmdlclN0cmFuZ2VyU3RyYW5nZXI=");
  private static final String WG_EASY = "/etc/wireguard/wg-easy.db (wg-easy 15)";
  private static final String PIVPN = "/etc/wireguard/configs/clients.txt (PiVPN)";

  private static final TunnelId WG0 = new TunnelId("uapi", "wg0");
  private final Ledger ledger;
  private final Pending pending = new Pending();
  private State state = State.EMPTY;

  private SmallLedger(SqliteWriter writer, ZoneId zone) {
    this.ledger = new Ledger(Rules.of(writer.calendar(zone, START)));
  }

  /** One sample is whole, one has only what an old kernel in a sandbox shows. */
  private static void sampleMachine(SqliteWriter writer) {
    writer.saveMachine(
        new MachineRow(
            END.minusSeconds(120), 43.187, 8_262_410_240L, 3_104_571_392L, 0.2, 0.18, 0.12, 117L));
    writer.saveMachine(
        new MachineRow(END.minusSeconds(60), 43.19, null, null, 1.25, 0.5, 0.25, null));
  }

  /** Writes the ledger into a folder as a daemon would have, and stops. */
  static void write(Path data) {
    write(data, "Alice", "Bob");
  }

  /** The same, with the two peers called otherwise. */
  static void write(Path data, String alice, String bob) {
    DataFolder folder = new DataFolder(data);
    folder.create();
    try (SqliteWriter writer = SqliteWriter.open(folder.database(), Retention.DEFAULT)) {
      writer.meta().nameGateway("gw1");
      SmallLedger gateway = new SmallLedger(writer, ZoneId.of("Europe/Berlin"));
      sampleMachine(writer);
      for (Instant at = START; !at.isAfter(END); at = at.plusSeconds(60)) {
        gateway.apply(new Observation.Read(WG0, moment(at), DEVICE, connections(at)));
        if (at.equals(START)) {
          gateway.apply(
              new Observation.Renamed(
                  WG0,
                  moment(at),
                  List.of(
                      new Observation.Naming(ALICE, new GivenName(alice, WG_EASY)),
                      new Observation.Naming(BOB, new GivenName(bob, PIVPN)))));
        }
      }
      writer.commit(gateway.pending.entries(), Durability.POWER_CUT);
      writer.saveNameSources(
          List.of(
              new NameSourceRow(WG_EASY, START, null, Map.of(ALICE, alice)),
              new NameSourceRow(
                  PIVPN, START, null, Map.of(BOB, bob, ALICE, "alice-old", STRANGER, alice))));
    }
  }

  private static final Device DEVICE = new Device("U2VydmVy", 51820, 0);

  private void apply(Observation observation) {
    Outcome outcome = ledger.apply(state, observation);
    state = outcome.state();
    pending.add(outcome.entries());
  }

  private static Moment moment(Instant at) {
    return new Moment(at, Duration.between(START, at).toNanos(), "boot");
  }

  private static List<Connection> connections(Instant at) {
    long minute = Duration.between(START, at).toMinutes();
    List<Connection> all = new ArrayList<>();
    // Her counter begins again after two hours; she moves to another network after three.
    long age = minute < 120 ? minute : minute - 120;
    all.add(
        connection(
            ALICE,
            minute < 120 ? "1" : "2",
            new Counters(age * 1_000_000, age * 10_000_000),
            at.minusSeconds(minute % 2 * 60),
            minute < 180 ? "192.0.2.1" : "2001:db8::a11c:e"));
    long worked = Math.min(minute, 60);
    all.add(
        connection(
            BOB,
            "1",
            new Counters(5_000_000_000L + worked * 2_000, 7_000_000_000L + worked * 30_000),
            START.plus(Duration.ofMinutes(worked)),
            "198.51.100.7"));
    all.add(connection(NOBODY, "1", Counters.ZERO, null, null));
    return all;
  }

  private static Connection connection(
      PeerKey peer,
      String life,
      Counters counters,
      @Nullable Instant handshake,
      @Nullable String host) {
    return new Connection(
        peer,
        new Epoch("socket", life),
        counters,
        new Presence.LastHandshake(handshake),
        host == null ? null : new Endpoint(host, 40000),
        List.of("10.8.0.2/32", "fd00::2/128"),
        peer.equals(ALICE) ? 25 : 0);
  }
}
