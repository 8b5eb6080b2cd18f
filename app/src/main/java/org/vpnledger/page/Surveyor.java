package org.vpnledger.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vpnledger.calendar.Bucket;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.ledger.Amount;
import org.vpnledger.ledger.PeerState;
import org.vpnledger.ledger.Session;
import org.vpnledger.report.Directory;
import org.vpnledger.report.Periods;
import org.vpnledger.report.Pieces;
import org.vpnledger.report.SafeText;
import org.vpnledger.report.Span;
import org.vpnledger.report.StatusReport;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.MachineRow;
import org.vpnledger.store.PeerRow;
import org.vpnledger.store.TunnelRow;
import org.vpnledger.vpn.Protocol;
import org.vpnledger.vpn.TunnelId;

/** Asks one open store for all that the page shows. */
public final class Surveyor {
  private static final int LONGEST_NAME = 60;
  private static final int DAYS = 30;

  /**
   * Who was not here for longer is not shown any more, unless WireGuard still has them: of OpenVPN
   * nobody tells whether they may come again.
   */
  private static final Duration FORGOTTEN = Duration.ofDays(31);

  private static final Duration STALE_FIGURES = Duration.ofDays(1);

  private final LedgerReader reader;
  private final PageRules rules;
  private final boolean watched;
  private final Instant now;
  private final LedgerCalendar calendar;
  private final ZoneId zone;
  private final List<TunnelRow> tunnels;
  private final Map<TunnelId, Protocol> protocols;

  /** Somebody who may be shown. */
  private record Candidate(
      PeerRow peer, String name, Standing standing, @Nullable Instant lastSeen, Usage usage) {

    /** Who is here first; of those who are alike, who moved more this month. */
    static final Comparator<Candidate> ORDER =
        Comparator.comparing(Candidate::standing)
            .thenComparing(
                Comparator.comparingLong((Candidate c) -> Usage.total(c.usage.month())).reversed());
  }

  private Surveyor(LedgerReader reader, PageRules rules, boolean watched, Instant now) {
    this.reader = reader;
    this.rules = rules;
    this.watched = watched;
    this.now = now;
    this.calendar = reader.calendar();
    this.zone = calendar.zoneAt(now);
    this.tunnels = reader.tunnels();
    this.protocols =
        tunnels.stream().collect(Collectors.toMap(TunnelRow::tunnel, TunnelRow::protocol));
  }

  /**
   * Takes the survey.
   *
   * @param watched whether a daemon keeps the ledger
   * @param ledgerBytes the size of the ledger's file
   */
  public static Survey survey(
      LedgerReader reader, PageRules rules, boolean watched, Instant now, long ledgerBytes) {
    return new Surveyor(reader, rules, watched, now).survey(ledgerBytes);
  }

  private Survey survey(long ledgerBytes) {
    Bucket today = calendar.bucketOf(Resolution.DAY, now);
    Bucket month = calendar.bucketOf(Resolution.MONTH, now);
    Periods weeks = new Periods(Periods.Unit.WEEK, calendar);
    Map<Long, Usage> usage = usage(today, month, weeks);
    List<PeerRow> peers = Directory.withStates(reader).all();
    List<Candidate> candidates = candidates(peers, usage);
    List<Candidate> shown = candidates.stream().limit(rules.mostRows()).toList();
    Instant asOf = asOf();
    Addresses addresses =
        Addresses.read(
            reader,
            peers,
            now.minus(Duration.ofDays(rules.daysCounted())),
            asOf == null ? now : asOf,
            rules.addressDays() > 0);
    List<Bucket> hoursOfDay = calendar.bucketsOf(Resolution.HOUR, today.start(), today.end());
    List<Bucket> daysOfMonth = calendar.bucketsOf(Resolution.DAY, month.start(), month.end());
    return new Survey(
        SafeText.plain(reader.gatewayName()),
        now,
        zone,
        watched,
        asOf,
        failing(),
        candidates.size(),
        (int) candidates.stream().filter(c -> c.standing() == Standing.ONLINE).count(),
        rows(shown, addresses, hoursOfDay, daysOfMonth),
        usage.values().stream().reduce(Usage.NONE, Usage::plus),
        ofTunnels(Resolution.HOUR, hoursOfDay),
        ofTunnels(Resolution.DAY, daysOfMonth),
        weeks.label(weeks.startOf(now)),
        new Periods(Periods.Unit.MONTH, calendar).label(month.start()),
        addresses.distinct(),
        ledgerBytes,
        machine(),
        rules);
  }

  private Map<Long, Usage> usage(Bucket today, Bucket month, Periods weeks) {
    Instant monday = weeks.startOf(now);
    Map<Long, Amount> ofToday = reader.peerTotals(Resolution.DAY, today.start(), today.end());
    Map<Long, Amount> ofWeek = reader.peerTotals(Resolution.DAY, monday, weeks.end(monday));
    Map<Long, Amount> ofMonth = reader.peerTotals(Resolution.MONTH, month.start(), month.end());
    Map<Long, Amount> ofDays =
        Pieces.of(reader, new Span(daysAgo(today), today.end())).peerTotals(reader);
    Map<Long, Usage> usage = new HashMap<>();
    Set<Long> peers = new HashSet<>(ofDays.keySet());
    peers.addAll(ofMonth.keySet()); // of a month of 31 days, the first one
    for (Long peer : peers) {
      usage.put(
          peer,
          new Usage(
              ofToday.getOrDefault(peer, Amount.ZERO),
              ofWeek.getOrDefault(peer, Amount.ZERO),
              ofMonth.getOrDefault(peer, Amount.ZERO),
              ofDays.getOrDefault(peer, Amount.ZERO)));
    }
    return usage;
  }

  /** The start of the first of the last days, today included; a change of zone cuts one. */
  private Instant daysAgo(Bucket today) {
    Instant start = today.start();
    for (int day = 1; day < DAYS; day++) {
      start = calendar.bucketOf(Resolution.DAY, start.minusNanos(1)).start();
    }
    return start;
  }

  private List<Candidate> candidates(List<PeerRow> peers, Map<Long, Usage> usage) {
    List<Candidate> candidates = new ArrayList<>();
    Map<Long, Instant> imported = reader.importedUntil();
    for (PeerRow peer : peers) {
      Usage moved = usage.getOrDefault(peer.id(), Usage.NONE);
      Instant seen = later(lastSeen(peer.state()), imported.get(peer.id()));
      PeerState state = peer.state();
      boolean listed =
          state != null && state.listed() && protocol(peer.tunnel()) == Protocol.WIREGUARD;
      boolean recent = seen != null && seen.isAfter(now.minus(FORGOTTEN));
      if (listed || recent || !moved.isNothing()) {
        boolean online = watched && StatusReport.isOnline(peer);
        candidates.add(
            new Candidate(peer, name(peer), Standing.of(online, seen, now), seen, moved));
      }
    }
    candidates.sort(Candidate.ORDER); // stable: else they stay in the order of their names
    return candidates;
  }

  private static @Nullable Instant lastSeen(@Nullable PeerState state) {
    if (state == null) {
      return null;
    }
    Instant active = state.liveness().lastActivity();
    Session session = state.session();
    Instant end = session == null ? null : session.end();
    return active == null ? end : active;
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isAfter(one)) ? other : one;
  }

  private String name(PeerRow peer) {
    String name = Directory.nameOf(peer);
    return rules.fullNames() ? Shown.text(name, LONGEST_NAME) : Shown.firstLetter(name);
  }

  private List<User> rows(
      List<Candidate> shown, Addresses addresses, List<Bucket> hours, List<Bucket> days) {
    Set<Long> peers = shown.stream().map(c -> c.peer().id()).collect(Collectors.toSet());
    Map<Long, Bars> byHour = bars(Resolution.HOUR, hours, peers);
    Map<Long, Bars> byDay = bars(Resolution.DAY, days, peers);
    Bars noHours = new Bars.Builder(hours).build();
    Bars noDays = new Bars.Builder(days).build();
    List<User> rows = new ArrayList<>();
    for (Candidate one : shown) {
      PeerRow peer = one.peer();
      rows.add(
          new User(
              one.name(),
              tunnel(peer.tunnel()),
              protocol(peer.tunnel()),
              one.standing(),
              one.lastSeen(),
              one.standing() == Standing.ONLINE ? since(peer) : null,
              one.usage(),
              byHour.getOrDefault(peer.id(), noHours),
              byDay.getOrDefault(peer.id(), noDays),
              addresses.countOf(peer.id()),
              rules.addressDays() == 0 ? List.of() : addresses.of(peer.id(), rules.providers())));
    }
    return rows;
  }

  private Protocol protocol(TunnelId tunnel) {
    return protocols.getOrDefault(tunnel, Protocol.WIREGUARD);
  }

  /** Its interface; with the source where several have one of that name. */
  private String tunnel(TunnelId tunnel) {
    long alike =
        tunnels.stream()
            .filter(row -> row.tunnel().interfaceName().equals(tunnel.interfaceName()))
            .count();
    return SafeText.plain(alike > 1 ? tunnel.toString() : tunnel.interfaceName());
  }

  private static @Nullable Instant since(PeerRow peer) {
    PeerState state = peer.state();
    Session session = state == null ? null : state.session();
    return session == null || !session.isOpen() ? null : session.start();
  }

  private Map<Long, Bars> bars(Resolution resolution, List<Bucket> buckets, Set<Long> peers) {
    Map<Long, Bars.Builder> builders = new HashMap<>();
    reader
        .peerUsage(resolution, buckets.getFirst().start(), buckets.getLast().end(), peers)
        .forEach(row ->
            builders
                .computeIfAbsent(row.id(), _ -> new Bars.Builder(buckets))
                .add(row.start(), row.amount()));
    Map<Long, Bars> bars = new HashMap<>();
    builders.forEach((peer, builder) -> bars.put(peer, builder.build()));
    return bars;
  }

  private Bars ofTunnels(Resolution resolution, List<Bucket> buckets) {
    Bars.Builder bars = new Bars.Builder(buckets);
    reader
        .tunnelUsage(resolution, buckets.getFirst().start(), buckets.getLast().end())
        .forEach(row -> bars.add(row.start(), row.amount()));
    return bars.build();
  }

  private @Nullable Instant asOf() {
    return tunnels.stream()
        .map(TunnelRow::asOf)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private List<String> failing() {
    return tunnels.stream()
        .filter(row -> watched && row.failing())
        .map(row -> SafeText.plain(row.tunnel().toString()))
        .toList();
  }

  private @Nullable MachineRow machine() {
    List<MachineRow> rows = reader.machine(now.minus(STALE_FIGURES), now.plusSeconds(1));
    return rows.isEmpty() ? null : rows.getLast();
  }
}
