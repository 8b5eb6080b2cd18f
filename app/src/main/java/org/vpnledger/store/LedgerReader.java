package org.vpnledger.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.ledger.Amount;
import org.vpnledger.ledger.Session;
import org.vpnledger.vpn.EndpointFilter;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/**
 * The asking face of a store: changes nothing, needs no daemon, and sees one moment for as long as
 * it is open. Times are half open, {@code [from, to)}. Errors: {@link StoreException}.
 */
public interface LedgerReader extends AutoCloseable {
  /** More rows than this are never returned at once. */
  int MOST_ROWS = 1_000_000;

  /** The gateway's UUID. */
  String gatewayId();

  /** The gateway's name. */
  String gatewayName();

  /** The days and hours that usage is summed over. */
  LedgerCalendar calendar();

  /** Every tunnel that was ever read. */
  List<TunnelRow> tunnels();

  /** Every peer there ever was, without its state: that takes a tenth of the time. */
  List<PeerRow> peers();

  /** Every peer there ever was, as the last commit left it. */
  List<PeerRow> peersWithState();

  /** Usage of whole tunnels, oldest first. */
  List<UsageRow> tunnelUsage(Resolution resolution, Instant from, Instant to);

  /**
   * Usage of peers, oldest first.
   *
   * @param peers whose; absent for all
   */
  List<UsageRow> peerUsage(
      Resolution resolution, Instant from, Instant to, @Nullable Set<Long> peers);

  /** Each peer's usage over all buckets that start in the time. */
  Map<Long, Amount> peerTotals(Resolution resolution, Instant from, Instant to);

  /** What was carried in then. */
  List<CarriedRow> carriedIn(Instant from, Instant to);

  /**
   * Sessions that were going on at some moment of the time, latest first.
   *
   * @param peers whose; absent for all
   */
  List<SessionRow> sessions(Instant from, Instant to, @Nullable Set<Long> peers, int limit);

  /** The peers that some event or session shows there, whenever that was. */
  Set<Long> peersSeenAt(EndpointFilter endpoint);

  /**
   * What events say of where peers were, in their order, of all events noticed since then. There is
   * no bound on how many there are: they are given one by one.
   *
   * @param peers whose; absent for all
   */
  void placings(Instant since, @Nullable Set<Long> peers, Consumer<PlacingRow> each);

  /**
   * Where peers were by what events noticed since then say, and by the sessions that began since
   * then: in no order, and an endpoint perhaps several times. Where somebody is whose session began
   * before, and of whom nothing was noticed since, their state tells.
   */
  void sights(Instant since, Consumer<SightRow> each);

  /** What peers were called, each peer's names in their order. */
  List<NameRow> names();

  /** Events, latest first. */
  List<EventRow> events(EventQuery asked);

  /**
   * Events noticed in the time, latest first.
   *
   * @param peers whose; absent for all, also those that concern no peer
   */
  default List<EventRow> events(Instant from, Instant to, @Nullable Set<Long> peers, int limit) {
    return events(new EventQuery(from, to, peers, null, null, null, limit));
  }

  /** Events after the one with that number, in their order: what reactions follow. */
  List<EventRow> eventsAfter(long seq, int limit);

  /** The same with their links in the chain of all events. */
  List<ChainedRow> chainedAfter(long seq, int limit);

  /** Visits events after a number, up to another, in their order. */
  void visitChain(long after, long to, ChainVisitor visitor);

  /** The highest number that an event was given, deleted ones included; 0 before the first. */
  long lastEvent();

  /** The lowest number of the events that were noticed at a time or later, 0 if there is none. */
  long firstEventSince(Instant from);

  /** The highest number of the events that were noticed before a time, 0 if there is none. */
  long lastEventBefore(Instant to);

  /** What is left of events that were deleted, oldest first. */
  List<CheckpointRow> checkpoints();

  /** All networks that were ever routed to a peer, each time anew; the first ones first. */
  List<List<String>> networksOf(TunnelId tunnel, PeerKey peer);

  /** The networks that were routed to a peer at that time; none if that is not known. */
  List<String> networksAt(TunnelId tunnel, PeerKey peer, Instant at);

  /**
   * The peer's session that was going on or ended when something was noticed then; absent if none.
   */
  @Nullable Session sessionAt(TunnelId tunnel, PeerKey peer, Instant noticed);

  /** How far a reaction has come, as it wrote that down itself; absent before its first time. */
  @Nullable String cursor(String reaction);

  /** How a reaction that delivers each event by itself is doing; absent if it never began. */
  @Nullable DeliveryCounts deliveries(String queue);

  /**
   * Readings, oldest first.
   *
   * @param peers whose; absent for all
   */
  List<ReadingRow> readings(Instant from, Instant to, @Nullable Set<Long> peers);

  /** Readings that this ledger took itself after the one with that number, in their order. */
  List<ReadingRow> readingsAfter(long id, int limit);

  /** The last readings, oldest first. */
  List<ReadingRow> lastReadings(int count);

  /** Where the names of today were read, by the peer's number; those of which that is known. */
  Map<Long, String> nameOrigins();

  /** The places that names come from as the daemon last saw them, the first one first. */
  List<NameSourceRow> nameSources();

  /** Every address whose place was looked up, each once, in the order in which they were first. */
  List<PlaceRow> places();

  /**
   * Where an address is, written as {@link org.vpnledger.vpn.Address} does; absent if that was
   * never looked up.
   */
  @Nullable PlaceRow place(String address);

  /** Whether it is known of any address where it is. */
  boolean hasPlaces();

  /** When the last session ended that an import tells of, by the peer's number. */
  Map<Long, Instant> importedUntil();

  /** The machine's own figures, oldest first. */
  List<MachineRow> machine(Instant from, Instant to);

  @Override
  void close();
}
