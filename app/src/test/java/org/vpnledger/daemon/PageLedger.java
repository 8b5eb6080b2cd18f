package org.vpnledger.daemon;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Ledger;
import org.vpnledger.ledger.Outcome;
import org.vpnledger.ledger.Rules;
import org.vpnledger.ledger.State;
import org.vpnledger.store.DataFolder;
import org.vpnledger.store.LedgerWriter.Durability;
import org.vpnledger.store.Retention;
import org.vpnledger.store.sqlite.SqliteWriter;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Presence;
import org.vpnledger.vpn.TunnelId;

/**
 * Five weeks of a gateway in Berlin until a Wednesday afternoon, over the night of 23 hours: two
 * WireGuard tunnels, an OpenVPN server, people of every status, places and the machine's figures.
 */
final class PageLedger {
  static final Instant START = Instant.parse("2026-03-10T00:00:00Z");
  static final Instant END = Instant.parse("2026-04-15T12:10:00Z");
  static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  private static final Duration STEP = Duration.ofMinutes(30);
  private static final Duration LAST_HOURS = Duration.ofHours(6);
  private static final TunnelId WG0 = new TunnelId("kernel", "wg0");
  private static final TunnelId WG1 = new TunnelId("kernel", "wg1");
  private static final TunnelId OFFICE = new TunnelId("office", "office");
  private static final Device WIREGUARD = new Device("U2VydmVy", 51820, 0);

  /** Who moves what in a minute while they are here, and when they left for good. */
  private record Client(
      TunnelId tunnel, String key, String host, long rx, long tx, @Nullable Instant left) {
    boolean isHere(Instant at) {
      ZonedDateTime local = at.atZone(ZONE);
      boolean weekend =
          local.getDayOfWeek() == DayOfWeek.SATURDAY || local.getDayOfWeek() == DayOfWeek.SUNDAY;
      boolean working = !weekend && local.getHour() >= 8 && local.getHour() < 18;
      return working && (left == null || at.isBefore(left));
    }
  }

  private final Ledger ledger;
  private final Pending pending = new Pending();
  private final Map<Client, Counters> moved = new LinkedHashMap<>();
  private final Map<Client, Instant> seen = new LinkedHashMap<>();
  private State state = State.EMPTY;

  private PageLedger(SqliteWriter writer) {
    this.ledger = new Ledger(Rules.of(writer.calendar(ZONE, START)));
    for (Client client :
        List.of(
            new Client(WG0, key('A'), "192.0.2.1", 1_200_000, 9_000_000, null),
            new Client(WG0, key('B'), "198.51.100.7", 200_000, 4_000_000, before(40)),
            new Client(WG0, key('C'), "2001:db8::c", 90_000, 100_000, before(5 * 60)),
            new Client(WG0, key('D'), "203.0.113.9", 50_000, 800_000, before(3 * 24 * 60)),
            new Client(WG0, key('E'), "203.0.113.10", 0, 0, START),
            new Client(WG1, key('F'), "192.0.2.1", 30_000, 20_000, null),
            new Client(OFFICE, "carol", "203.0.113.77", 500_000, 2_500_000, null),
            new Client(OFFICE, "dora, the 2nd", "198.51.100.8", 400_000, 10, before(7 * 24 * 60)),
            new Client(OFFICE, "long-ago", "198.51.100.9", 1, 1, START.plus(Duration.ofDays(1))))) {
      moved.put(client, Counters.ZERO);
    }
  }

  private static Instant before(int minutes) {
    return END.minus(Duration.ofMinutes(minutes));
  }

  private static String key(char letter) {
    return String.valueOf(letter).repeat(42) + "E=";
  }

  /** Writes it with these names of the peers of WireGuard, as far as there are. */
  static void write(Path data, String... names) {
    DataFolder folder = new DataFolder(data);
    folder.create();
    try (SqliteWriter writer = SqliteWriter.open(folder.database(), Retention.DEFAULT)) {
      writer.meta().nameGateway("gw1");
      PageLedger gateway = new PageLedger(writer);
      gateway.live();
      for (int i = 0; i < names.length; i++) {
        char letter = (char) ('A' + i);
        if (!names[i].isEmpty()) {
          gateway.call(letter == 'F' ? WG1 : WG0, key(letter), names[i]);
        }
      }
      writer.commit(gateway.pending.entries(), Durability.POWER_CUT);
    }
    addFigures(folder.database());
  }

  static void write(Path data) {
    write(data, "Alice", "Bob", "Chloé", "", "", "Alice");
  }

  private void live() {
    Instant at = START;
    while (!at.isAfter(END)) {
      boolean often = at.isAfter(END.minus(LAST_HOURS));
      read(at);
      Duration step = often ? Duration.ofMinutes(1) : STEP;
      move(at, step);
      at = at.plus(step);
    }
  }

  private void move(Instant at, Duration step) {
    moved.replaceAll((client, counters) ->
        client.isHere(at)
            ? new Counters(
                counters.rxBytes() + client.rx * step.toMinutes(),
                counters.txBytes() + client.tx * step.toMinutes())
            : counters);
  }

  private void read(Instant at) {
    moved.keySet().stream().filter(c -> c.isHere(at)).forEach(client -> seen.put(client, at));
    for (TunnelId tunnel : List.of(WG0, WG1, OFFICE)) {
      Device device = tunnel.equals(OFFICE) ? Device.OPENVPN : WIREGUARD;
      apply(new Observation.Read(tunnel, moment(at), device, connections(tunnel, at)));
    }
  }

  private List<org.vpnledger.vpn.Connection> connections(TunnelId tunnel, Instant at) {
    List<org.vpnledger.vpn.Connection> all = new ArrayList<>();
    moved.forEach((client, counters) -> {
      if (!client.tunnel.equals(tunnel) || (tunnel.equals(OFFICE) && !client.isHere(at))) {
        return;
      }
      // Every working day is a connection of its own.
      Instant morning = at.atZone(ZONE).toLocalDate().atTime(8, 0).atZone(ZONE).toInstant();
      boolean openVpn = tunnel.equals(OFFICE);
      Instant handshake = seen.get(client);
      all.add(
          new org.vpnledger.vpn.Connection(
              new PeerKey(client.key),
              openVpn ? new Epoch("openvpn-id", morning.getEpochSecond() + "/1") : LIFE,
              openVpn ? since(client, counters, morning) : counters,
              openVpn
                  ? new Presence.ConnectedSince(morning)
                  : new Presence.LastHandshake(handshake),
              handshake == null ? null : new Endpoint(host(client, at), 40000),
              List.of("10.8.0.2/32"),
              0));
    });
    return all;
  }

  private static final Epoch LIFE = new Epoch("socket", "1");
  private final Map<Client, Map<Instant, Counters>> mornings = new LinkedHashMap<>();

  private Counters since(Client client, Counters now, Instant morning) {
    Counters then =
        mornings
            .computeIfAbsent(client, _ -> new LinkedHashMap<>())
            .computeIfAbsent(morning, _ -> now);
    return new Counters(now.rxBytes() - then.rxBytes(), now.txBytes() - then.txBytes());
  }

  /** One of them is at another place each day. */
  private static String host(Client client, Instant at) {
    return client.key.equals(key('B'))
        ? "198.51.100." + (100 + at.atZone(ZONE).getDayOfMonth())
        : client.host;
  }

  private void call(TunnelId tunnel, String key, String name) {
    apply(new Observation.Renamed(tunnel, moment(END), new PeerKey(key), name));
  }

  private void apply(Observation observation) {
    Outcome outcome = ledger.apply(state, observation);
    state = outcome.state();
    pending.add(outcome.entries());
  }

  private static Moment moment(Instant at) {
    return new Moment(at, Duration.between(START, at).toNanos(), "boot");
  }

  private static void addFigures(Path file) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      place(
          connection, "192.0.2.1", "DE", "Germany", "Land Berlin", "Berlin", "AS64500 Example Net");
      place(connection, "2001:db8:0:0:0:0:0:c", "FR", "France", null, null, null);
      place(connection, "203.0.113.77", "AT", "Austria", "Wien", "Wien", "AS64501 <b>Bad</b> & Co");
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO machine VALUES (?, 4172, ?, ?, 0.52, 0.48, 0.4, 131)")) {
        insert.setLong(1, END.minusSeconds(600).getEpochSecond());
        insert.setLong(2, 4L << 30);
        insert.setLong(3, 3L << 29);
        insert.executeUpdate();
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void place(Connection connection, @Nullable String... fields) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO place (address, noted_s, country, country_name, region, city, provider, origin)"
                + " VALUES (?, 0, ?, ?, ?, ?, ?, 'a test')")) {
      for (int i = 0; i < fields.length; i++) {
        insert.setString(i + 1, fields[i]);
      }
      insert.executeUpdate();
    }
  }
}
