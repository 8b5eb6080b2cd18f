package org.vpnledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.calendar.Resolution;
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

/**
 * Over any history of an OpenVPN server and a daemon that crashes, what is booked is what the
 * connections were shown or told to have moved, each byte once. A failure names its seed; {@code
 * -Dhistory.seed=N} runs that one alone.
 */
class OpenVpnHistoryTest {
  private static final int HISTORIES = 250;
  private static final TunnelId TUNNEL = new TunnelId("office", "office");
  private static final List<String> NAMES = List.of("alice", "bob", "Carol, the 3rd");

  private record Client(String name, Instant since, int id, Endpoint at, Counters counters) {
    Client moved(Random random) {
      Counters more = new Counters(random.nextInt(5000), random.nextInt(random.nextInt(99) + 1));
      return new Client(name, since, id, at, counters.plus(more));
    }

    Client later(Client other) {
      return counters.isBelow(other.counters()) ? other : this;
    }

    Connection shown() {
      return new Connection(
          new PeerKey(name),
          new Epoch("openvpn-id", since.getEpochSecond() + "/" + id),
          counters,
          new Presence.ConnectedSince(since),
          at,
          List.of("10.8.0." + (id % 250) + "/32"),
          0);
    }
  }

  /** What a crash takes back. */
  private record Known(State state, Map<String, Client> last, int entries) {}

  private final List<Entry> entries = new ArrayList<>();

  @Test
  void whatever_happens_each_byte_that_was_shown_is_booked_once() {
    Long only = Long.getLong("history.seed");
    long first = only == null ? 0 : only;
    for (long seed = first; seed < (only == null ? HISTORIES : first + 1); seed++) {
      try {
        live(new Random(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("history.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private void live(Random random) {
    Ledger ledger = new Ledger(Rules.of(LedgerCalendar.of(ZoneId.of("Europe/Berlin"))));
    Instant wall = Instant.parse("2026-10-24T21:50:00Z").plusSeconds(random.nextInt(20_000));
    long nanos = 1_000_000_000L;
    int ids = 0;
    entries.clear();
    State state = State.EMPTY;
    Map<String, Client> connected = new TreeMap<>();
    Map<String, Client> last = new TreeMap<>(); // as shown or told
    List<Observation> untold = new ArrayList<>();
    Known committed = new Known(state, Map.of(), 0);
    Map<String, Client> written = Map.of();
    Map<String, Client> shown = Map.of();
    Moment writtenAt = new Moment(wall, nanos, "boot");
    for (int step = 0; step < 60; step++) {
      Duration passed = Duration.ofSeconds(1 + random.nextInt(random.nextInt(9) == 0 ? 9000 : 70));
      wall = wall.plus(passed);
      nanos += passed.toNanos();
      connected.replaceAll((_, client) -> random.nextBoolean() ? client.moved(random) : client);
      List<Observation> seen = new ArrayList<>();
      Moment now = new Moment(wall, nanos, "boot");
      if (random.nextInt(3) == 0) {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        Instant since = Instant.ofEpochSecond(wall.getEpochSecond());
        Endpoint at = new Endpoint("192.0.2." + random.nextInt(3), 2000 + ids);
        connected.put("c" + ids, new Client(name, since, ids, at, Counters.ZERO).moved(random));
        ids++;
      }
      if (random.nextInt(4) == 0 && !connected.isEmpty()) {
        String id = List.copyOf(connected.keySet()).get(random.nextInt(connected.size()));
        Client gone = Objects.requireNonNull(connected.remove(id));
        if (random.nextInt(4) > 0 && committed.state().tunnel(TUNNEL).lastRead() != null) {
          seen.add(
              new Observation.Disconnected(
                  TUNNEL,
                  now,
                  List.of(
                      new Observation.End(
                          new PeerKey(gone.name()),
                          gone.at(),
                          gone.since(),
                          wall,
                          gone.counters()))));
          last.put(id, gone);
        }
      }
      if (random.nextInt(3) > 0) {
        // The file may have been written before the ends that were told meanwhile.
        if (written.isEmpty() || random.nextBoolean()) {
          written = Map.copyOf(connected);
          writtenAt = now;
        }
        seen.add(
            new Observation.Read(
                TUNNEL,
                writtenAt,
                Device.OPENVPN,
                written.values().stream().map(Client::shown).toList()));
        shown = written;
        written = Map.of();
      } else if (random.nextInt(12) == 0) {
        seen.add(new Observation.Gone(TUNNEL, now));
      } else if (written.isEmpty()) {
        written = Map.copyOf(connected);
        writtenAt = now;
      }
      for (Observation observation : seen) {
        boolean overtaken =
            observation instanceof Observation.Read && isOvertaken(state, observation);
        state = apply(ledger, state, observation);
        if (observation instanceof Observation.Read && !overtaken) {
          merge(shown, last);
        }
        if (observation instanceof Observation.Disconnected) {
          untold.add(observation);
        }
      }
      check(state, last);
      if (random.nextInt(3) == 0) {
        committed = new Known(state, Map.copyOf(last), entries.size());
        untold.clear();
      } else if (random.nextInt(8) == 0) {
        entries.subList(committed.entries(), entries.size()).clear();
        state = StateText.restored(committed.state());
        last = new TreeMap<>(committed.last());
        for (Observation again : untold) { // who tells of an end keeps it until it is committed
          state = apply(ledger, state, again);
        }
        putTold(untold, last);
        check(state, last);
        committed = new Known(state, Map.copyOf(last), entries.size());
        untold.clear();
      }
    }
  }

  private static void putTold(List<Observation> untold, Map<String, Client> last) {
    for (Observation observation : untold) {
      if (observation instanceof Observation.Disconnected told) {
        told.ends().forEach(end -> putTold(end, last));
      }
    }
  }

  private static void putTold(Observation.End end, Map<String, Client> last) {
    int id = end.endpoint() == null ? 0 : end.endpoint().port() - 2000;
    last.put(
        "c" + id,
        new Client(
            end.peer().text(),
            end.connectedSince(),
            id,
            new Endpoint("192.0.2.1", 2000 + id),
            end.counters()));
  }

  private static void merge(Map<String, Client> shown, Map<String, Client> last) {
    shown.forEach((id, client) -> last.merge(id, client, Client::later));
  }

  private static boolean isOvertaken(State state, Observation read) {
    Moment last = state.tunnel(TUNNEL).lastRead();
    return last != null && read.at().monotonicNanos() < last.monotonicNanos();
  }

  private State apply(Ledger ledger, State state, Observation observation) {
    Outcome outcome = ledger.apply(state, observation);
    assertThat(ledger.apply(StateText.restored(state), observation)).isEqualTo(outcome);
    entries.addAll(outcome.entries());
    return outcome.state();
  }

  private void check(State state, Map<String, Client> last) {
    Map<String, Counters> truth = new HashMap<>();
    last.values().forEach(client -> truth.merge(client.name(), client.counters(), Counters::plus));
    Map<String, Counters> booked = new HashMap<>();
    Map<String, Map<Integer, Counters>> sessions = new HashMap<>();
    for (Entry entry : entries) {
      switch (entry) {
        case Entry.BucketClosed bucket
            when bucket.resolution() == Resolution.MONTH && bucket.peer() != null ->
            booked.merge(bucket.peer().text(), counters(bucket.amount()), Counters::plus);
        case Entry.CarriedIn in -> booked.merge(in.peer().text(), in.carried(), Counters::plus);
        case Entry.SessionSaved saved ->
            sessions
                .computeIfAbsent(saved.peer().text(), _ -> new HashMap<>())
                .put(saved.session().number(), saved.session().moved());
        default -> {}
      }
    }
    Counters tunnel = Counters.ZERO;
    for (PeerState peer : state.tunnel(TUNNEL).peers().values()) {
      Counters open = counters(peer.sums().month());
      tunnel = tunnel.plus(open);
      booked.merge(peer.key().text(), open, Counters::plus);
      assertThat(peer.liveness().online())
          .isEqualTo(peer.links().stream().anyMatch(Link::isOpen))
          .isEqualTo(peer.session() != null && peer.session().isOpen());
    }
    assertThat(booked).isEqualTo(truth);
    Map<String, Counters> bySession = new HashMap<>();
    sessions.forEach((name, each) ->
        each.values().forEach(moved -> bySession.merge(name, moved, Counters::plus)));
    assertThat(bySession).isEqualTo(truth);
    assertThat(counters(state.tunnel(TUNNEL).sums().month())).isEqualTo(tunnel);
  }

  private static Counters counters(Amount amount) {
    return new Counters(amount.rxBytes(), amount.txBytes());
  }
}
