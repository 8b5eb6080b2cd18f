package org.vpnledger.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.bench.Fleet;
import org.vpnledger.ledger.Entry;
import org.vpnledger.ledger.Event;
import org.vpnledger.ledger.EventType;
import org.vpnledger.ledger.Ledger;
import org.vpnledger.ledger.Rules;
import org.vpnledger.ledger.Session;
import org.vpnledger.store.LedgerWriter.Durability;
import org.vpnledger.store.Retention;
import org.vpnledger.store.sqlite.SqliteWriter;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.GivenName;
import org.vpnledger.vpn.PeerKey;

/**
 * Makes a ledger of 100,000 sessions and a million events: 1,000 peers, each of which came on 100
 * days in a row, moved eight times a day between networks, and left again.
 */
public final class EventfulLedger {
  private static final int PEERS = 1_000;
  private static final int DAYS = 100;
  private static final int MOVES = 8;
  private static final Instant START =
      Instant.parse(LargeLedger.NOW).minus(Duration.ofDays(DAYS)).minus(Duration.ofHours(12));

  private final SqliteWriter writer;

  private EventfulLedger(SqliteWriter writer) {
    this.writer = writer;
  }

  /** Makes it in the folder given. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Files.createDirectories(folder);
    try (SqliteWriter writer = SqliteWriter.open(folder.resolve("ledger.db"), Retention.DEFAULT)) {
      new EventfulLedger(writer).write();
    }
  }

  private void write() {
    writer.meta().nameGateway("bench");
    Rules rules = Rules.of(writer.calendar(ZoneId.of("Europe/Berlin"), START));
    Fleet fleet = new Fleet(PEERS, 24, START);
    List<Entry> entries = new ArrayList<>();
    fleet
        .names()
        .forEach((peer, name) ->
            entries.add(
                new Entry.NameChanged(Fleet.TUNNEL, peer, new GivenName(name, null), START)));
    writer.commit(entries, Durability.PROCESS);
    writer.commit(
        new Ledger(rules).apply(writer.load(), fleet.read(Duration.ZERO)).entries(),
        Durability.PROCESS);
    List<PeerKey> keys = Fleet.keys(PEERS);
    for (int day = 0; day < DAYS; day++) {
      List<Entry> ofDay = new ArrayList<>();
      for (int step = 0; step < MOVES + 2; step++) { // in the order of their time
        for (int number = 0; number < PEERS; number++) {
          step(keys.get(number), number, day, step, ofDay);
        }
      }
      writer.commit(ofDay, Durability.PROCESS);
    }
  }

  private static void step(PeerKey peer, int number, int day, int step, List<Entry> entries) {
    Instant begin = START.plus(Duration.ofDays(day)).plusSeconds(number * 10L);
    Instant at = begin.plus(Duration.ofHours(step));
    if (step == 0) {
      entries.add(event(EventType.ONLINE, peer, at, endpoint(number, day, 0), null));
    } else if (step <= MOVES) {
      Endpoint before = endpoint(number, day, step - 1);
      entries.add(event(EventType.ROAMED, peer, at, endpoint(number, day, step), before));
    } else {
      Endpoint last = endpoint(number, day, MOVES);
      entries.add(event(EventType.OFFLINE, peer, at, last, null));
      Counters moved = new Counters(number * 1_000L, number * 9_000L);
      entries.add(
          new Entry.SessionSaved(
              Fleet.TUNNEL, peer, new Session(day + 2, begin, begin, at, at, last, moved)));
    }
  }

  /** Home every other time, else somewhere in 10.0.0.0/8, with another port each time. */
  private static Endpoint endpoint(int number, int day, int step) {
    int place = (number * 31 + day * 17 + step * 7) & 0xffff;
    return step % 2 == 0
        ? new Endpoint("198.51.%d.%d".formatted(number / 250, number % 250), 51820)
        : new Endpoint(
            "10.%d.%d.%d".formatted(number % 200, place >> 8, place & 255),
            1024 + (day * MOVES + step) * 7 % 60_000);
  }

  private static Entry event(
      EventType type, PeerKey peer, Instant at, Endpoint to, @Nullable Endpoint from) {
    return new Entry.Happened(
        new Event(type, Fleet.TUNNEL, peer, null, at, at, to, from, at, null));
  }
}
