package org.vpnledger.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.vpnledger.bench.Fleet;
import org.vpnledger.ledger.Entry;
import org.vpnledger.ledger.Ledger;
import org.vpnledger.ledger.Outcome;
import org.vpnledger.ledger.Rules;
import org.vpnledger.ledger.State;
import org.vpnledger.store.LedgerWriter.Durability;
import org.vpnledger.store.Retention;
import org.vpnledger.store.sqlite.SqliteWriter;
import org.vpnledger.vpn.GivenName;

/**
 * Makes a ledger as a gateway's daemon would have left it after 90 days: through the same ledger
 * and store, from a read an hour, and of the last day from a read every five minutes. Every peer is
 * active for eight hours a day. Readings are hourly in the last three days and daily before.
 */
public final class LargeLedger {
  /** When the last read was. */
  static final String NOW = "2026-11-20T12:00:00Z";

  private static final Duration DAYS = Duration.ofDays(90);
  private static final Duration LAST_READINGS = Duration.ofDays(3);
  private static final Duration LAST_DAY = Duration.ofDays(1);

  private final SqliteWriter writer;
  private final Rules rules;
  private final Fleet fleet;
  private final Pending pending = new Pending();
  private State state;

  private LargeLedger(SqliteWriter writer, int peers) {
    Instant now = Instant.parse(NOW);
    this.writer = writer;
    this.rules = Rules.of(writer.calendar(ZoneId.of("Europe/Berlin"), now.minus(DAYS)));
    this.fleet = new Fleet(peers, 8, now.minus(DAYS));
    writer.meta().nameGateway("bench");
    this.state = named();
  }

  /** Makes it in the folder given first, of as many peers as given second. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Files.createDirectories(folder);
    try (SqliteWriter writer = SqliteWriter.open(folder.resolve("ledger.db"), Retention.DEFAULT)) {
      new LargeLedger(writer, Integer.parseInt(args[1])).write();
    }
  }

  private State named() {
    List<Entry> names = new ArrayList<>();
    Instant from = fleet.after(Duration.ZERO).wall();
    fleet
        .names()
        .forEach((peer, name) ->
            names.add(
                new Entry.NameChanged(Fleet.TUNNEL, peer, new GivenName(name, "[names]"), from)));
    writer.commit(names, Durability.PROCESS);
    return writer.load();
  }

  private void write() {
    Duration untilDaily = DAYS.minus(LAST_READINGS);
    Duration untilHourly = DAYS.minus(LAST_DAY);
    reads(readingsEvery(Duration.ofDays(1)), Duration.ZERO, untilDaily, Duration.ofHours(1));
    reads(readingsEvery(Duration.ofHours(1)), untilDaily, untilHourly, Duration.ofHours(1));
    reads(readingsEvery(Duration.ofHours(1)), untilHourly, DAYS, Duration.ofMinutes(5));
    observe(new Ledger(rules), DAYS);
    commit();
  }

  /** An hour between two reads is a gap by these rules, of which no five minutes are invented. */
  private Ledger readingsEvery(Duration interval) {
    return new Ledger(
        new Rules(
            rules.calendar(), rules.threshold(), rules.resume(), rules.pollInterval(), interval));
  }

  private void reads(Ledger ledger, Duration from, Duration to, Duration step) {
    for (Duration at = from; at.compareTo(to) < 0; at = at.plus(step)) {
      observe(ledger, at);
      if (at.toSeconds() % Duration.ofHours(12).toSeconds() == 0) {
        commit();
      }
    }
  }

  private void observe(Ledger ledger, Duration at) {
    Outcome outcome = ledger.apply(state, fleet.read(at));
    state = outcome.state();
    pending.add(outcome.entries());
  }

  private void commit() {
    writer.commit(pending.entries(), Durability.PROCESS);
    pending.clear();
  }
}
