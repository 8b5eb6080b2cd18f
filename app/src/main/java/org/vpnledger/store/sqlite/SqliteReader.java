package org.vpnledger.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.ledger.Amount;
import org.vpnledger.ledger.PeerState;
import org.vpnledger.ledger.Session;
import org.vpnledger.store.CarriedRow;
import org.vpnledger.store.ChainVisitor;
import org.vpnledger.store.ChainedRow;
import org.vpnledger.store.CheckpointRow;
import org.vpnledger.store.DeliveryCounts;
import org.vpnledger.store.EventQuery;
import org.vpnledger.store.EventRow;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.MachineRow;
import org.vpnledger.store.NameRow;
import org.vpnledger.store.NameSourceRow;
import org.vpnledger.store.PeerRow;
import org.vpnledger.store.PlaceRow;
import org.vpnledger.store.PlacingRow;
import org.vpnledger.store.ReadingRow;
import org.vpnledger.store.SessionRow;
import org.vpnledger.store.SightRow;
import org.vpnledger.store.StoreException;
import org.vpnledger.store.StoreException.Reason;
import org.vpnledger.store.TunnelRow;
import org.vpnledger.store.UsageRow;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.EndpointFilter;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/** Asks a ledger's file, read-only. */
public final class SqliteReader implements LedgerReader {
  private final Path file;
  private final Connection connection;
  private final Meta meta;
  private final LedgerCalendar calendar;
  private final Query query;
  private final UsageQueries usage;
  private final EventQueries events;
  private final PresenceQueries presence;

  private SqliteReader(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
    this.meta = new Meta(file, connection);
    this.query = new Query(connection, file);
    LedgerCalendar stored = meta.calendar();
    if (stored == null) {
      throw new StoreException(Reason.ABSENT, "the ledger at " + file + " is still empty");
    }
    this.calendar = stored;
    this.usage = new UsageQueries(query, stored);
    this.presence = new PresenceQueries(query);
    this.events = new EventQueries(query, presence);
  }

  /** Opens the file; a {@link StoreException} says what to do when that cannot be. */
  public static SqliteReader open(Path file) {
    Connection connection = Databases.openForReading(file);
    SqliteReader reader = null;
    try (var begin = connection.createStatement()) {
      begin.execute("BEGIN"); // one moment for all that is asked
      reader = new SqliteReader(file, connection);
      return reader;
    } catch (SQLException e) {
      throw SqliteErrors.explain("read", file, e);
    } finally {
      if (reader == null) {
        Databases.closeQuietly(connection);
      }
    }
  }

  @Override
  public String gatewayId() {
    return meta.gatewayId();
  }

  @Override
  public String gatewayName() {
    return meta.gatewayName();
  }

  @Override
  public LedgerCalendar calendar() {
    return calendar;
  }

  @Override
  public List<TunnelRow> tunnels() {
    return query.list(
        "SELECT id, source, interface, present, failing, read_at_ns, "
            + TunnelFacts.COLUMNS
            + " FROM tunnel WHERE read_at_ns IS NOT NULL ORDER BY interface, source",
        row ->
            new TunnelRow(
                row.number(),
                new TunnelId(row.text(), row.text()),
                row.flag(),
                row.flag(),
                row.nullableInstant(),
                TunnelFacts.protocol(row),
                TunnelFacts.noticing(row),
                TunnelFacts.troubles(row)));
  }

  @Override
  public List<PeerRow> peers() {
    return peers(
        "SELECT p.id, p.tunnel, p.key, p.name, c.listed FROM peer p JOIN counter c ON c.peer = p.id",
        (row, tunnels) -> {
          long id = row.number();
          TunnelDetail tunnel = tunnel(tunnels, row.number());
          return tunnel.peer(id, new PeerKey(row.text()), row.nullableText(), row.flag(), null);
        });
  }

  @Override
  public List<PeerRow> peersWithState() {
    return peers(
        CounterTable.SELECT.replace("SELECT p.tunnel", "SELECT c.peer, p.tunnel"),
        (row, tunnels) -> {
          long id = row.number();
          TunnelDetail tunnel = tunnel(tunnels, row.number());
          PeerKey key = new PeerKey(row.text());
          List<String> networks = StateLoader.networks(row.text());
          String name = row.nullableText();
          PeerState state = CounterTable.read(row, key, networks, Map.of());
          return tunnel.peer(id, key, name, state.listed(), state);
        });
  }

  private interface PeerMapper {
    PeerRow map(Row.Reader row, Map<Long, TunnelDetail> tunnels) throws SQLException;
  }

  /** Those that were read, by the statement, and those that only imported files tell of. */
  private List<PeerRow> peers(String read, PeerMapper mapper) {
    Map<Long, TunnelDetail> tunnels =
        query
            .list(
                "SELECT id, source, interface, listen_port, present, failing, read_at_ns FROM tunnel",
                row ->
                    new TunnelDetail(
                        row.number(),
                        new TunnelId(row.text(), row.text()),
                        row.integer(),
                        row.flag(),
                        row.flag(),
                        row.nullableInstant()))
            .stream()
            .collect(Collectors.toMap(TunnelDetail::id, tunnel -> tunnel));
    List<PeerRow> peers = new ArrayList<>(query.list(read, row -> mapper.map(row, tunnels)));
    peers.addAll(
        query.list(
            "SELECT p.id, p.tunnel, p.key, p.name FROM peer p"
                + " WHERE p.id NOT IN (SELECT peer FROM counter)"
                + " AND (EXISTS (SELECT 1 FROM reading r WHERE r.peer = p.id)"
                + " OR EXISTS (SELECT 1 FROM imported_session i WHERE i.peer = p.id))",
            row -> {
              long id = row.number();
              TunnelDetail tunnel = tunnel(tunnels, row.number());
              return tunnel.peer(id, new PeerKey(row.text()), row.nullableText(), true, null);
            }));
    return peers;
  }

  private record TunnelDetail(
      long id,
      TunnelId tunnel,
      int listenPort,
      boolean present,
      boolean failing,
      @Nullable Instant asOf) {
    PeerRow peer(
        long peer, PeerKey key, @Nullable String name, boolean listed, @Nullable PeerState state) {
      return new PeerRow(
          peer, tunnel, key, name, listed, state, listenPort, present, failing, asOf);
    }
  }

  private static TunnelDetail tunnel(Map<Long, TunnelDetail> tunnels, long id) {
    TunnelDetail tunnel = tunnels.get(id);
    if (tunnel == null) {
      throw new StoreException(Reason.CORRUPT, "a peer without a tunnel: restore a backup");
    }
    return tunnel;
  }

  @Override
  public List<UsageRow> tunnelUsage(Resolution resolution, Instant from, Instant to) {
    return usage.tunnels(resolution, from, to);
  }

  @Override
  public List<UsageRow> peerUsage(
      Resolution resolution, Instant from, Instant to, @Nullable Set<Long> peers) {
    return usage.peers(resolution, from, to, peers);
  }

  @Override
  public Map<Long, Amount> peerTotals(Resolution resolution, Instant from, Instant to) {
    return usage.totals(resolution, from, to);
  }

  @Override
  public List<CarriedRow> carriedIn(Instant from, Instant to) {
    return query.list(
        "SELECT peer, at_ns, rx, tx FROM carried_in WHERE at_ns >= ? AND at_ns < ?",
        row -> new CarriedRow(row.number(), row.instant(), row.number(), row.number()),
        Nanos.of(from),
        Nanos.of(to));
  }

  @Override
  public List<SessionRow> sessions(Instant from, Instant to, @Nullable Set<Long> peers, int limit) {
    return presence.sessions(from, to, peers, limit);
  }

  @Override
  public Set<Long> peersSeenAt(EndpointFilter endpoint) {
    return presence.peersSeenAt(endpoint);
  }

  @Override
  public void placings(Instant since, @Nullable Set<Long> peers, Consumer<PlacingRow> each) {
    presence.placings(since, peers, each);
  }

  @Override
  public void sights(Instant since, Consumer<SightRow> each) {
    presence.sights(since, each);
  }

  @Override
  public List<NameRow> names() {
    return presence.names();
  }

  @Override
  public List<EventRow> events(EventQuery asked) {
    return events.asked(asked);
  }

  @Override
  public List<EventRow> eventsAfter(long seq, int limit) {
    return events.after(seq, limit);
  }

  @Override
  public List<List<String>> networksOf(TunnelId tunnel, PeerKey peer) {
    return presence.networksOf(tunnel, peer);
  }

  @Override
  public List<String> networksAt(TunnelId tunnel, PeerKey peer, Instant at) {
    return presence.networksAt(tunnel, peer, at);
  }

  @Override
  public List<ChainedRow> chainedAfter(long seq, int limit) {
    return events.chainedAfter(seq, limit);
  }

  @Override
  public void visitChain(long after, long to, ChainVisitor visitor) {
    ChainRows.visit(query, after, to, visitor);
  }

  @Override
  public long lastEvent() {
    return events.last();
  }

  @Override
  public long firstEventSince(Instant from) {
    return events.firstSince(from);
  }

  @Override
  public long lastEventBefore(Instant to) {
    return events.lastBefore(to);
  }

  @Override
  public List<CheckpointRow> checkpoints() {
    return Checkpoints.read(query);
  }

  @Override
  public @Nullable Session sessionAt(TunnelId tunnel, PeerKey peer, Instant noticed) {
    return SessionAt.of(query, tunnel, peer, noticed);
  }

  @Override
  public @Nullable String cursor(String reaction) {
    return SqliteCursors.cursor(connection, file, reaction);
  }

  @Override
  public @Nullable DeliveryCounts deliveries(String queue) {
    return SqliteDeliveries.counts(query, queue);
  }

  @Override
  public List<ReadingRow> readings(Instant from, Instant to, @Nullable Set<Long> peers) {
    return query.list(
        "SELECT id, at_s, peer, rx, tx, used_rx, used_tx FROM reading WHERE at_s >= ? AND at_s < ?"
            + Query.in("peer", peers)
            + " ORDER BY at_s, id LIMIT "
            + MOST_ROWS,
        SqliteReader::reading,
        from.getEpochSecond(),
        to.getEpochSecond());
  }

  @Override
  public List<ReadingRow> readingsAfter(long id, int limit) {
    return query.list(
        "SELECT id, at_s, peer, rx, tx, used_rx, used_tx FROM reading"
            + " WHERE id > ? AND imported = 0 ORDER BY id LIMIT ?",
        SqliteReader::reading,
        id,
        limit);
  }

  @Override
  public List<ReadingRow> lastReadings(int count) {
    return query
        .list(
            "SELECT id, at_s, peer, rx, tx, used_rx, used_tx FROM reading"
                + " ORDER BY at_s DESC, id DESC LIMIT ?",
            SqliteReader::reading,
            count)
        .reversed();
  }

  private static ReadingRow reading(Row.Reader row) throws SQLException {
    return new ReadingRow(
        row.number(),
        Instant.ofEpochSecond(row.number()),
        row.number(),
        new Counters(row.number(), row.number()),
        new Counters(row.number(), row.number()));
  }

  @Override
  public Map<Long, String> nameOrigins() {
    Map<Long, String> origins = new HashMap<>();
    query.list(
        "SELECT id, name_origin FROM peer WHERE name_origin IS NOT NULL",
        row -> origins.put(row.number(), row.text()));
    return origins;
  }

  @Override
  public List<NameSourceRow> nameSources() {
    return NameSources.read(query);
  }

  @Override
  public List<PlaceRow> places() {
    return PlaceTable.read(query);
  }

  @Override
  public @Nullable PlaceRow place(String address) {
    return PlaceTable.read(query, address);
  }

  @Override
  public boolean hasPlaces() {
    return PlaceTable.hasAny(query);
  }

  @Override
  public Map<Long, Instant> importedUntil() {
    Map<Long, Instant> ends = new HashMap<>();
    query.list(
        "SELECT peer, max(end_s) FROM imported_session GROUP BY peer",
        row -> ends.put(row.number(), Instant.ofEpochSecond(row.number())));
    return ends;
  }

  @Override
  public List<MachineRow> machine(Instant from, Instant to) {
    return MachineTable.read(query, from, to);
  }

  /** The connection, for the checks and copies of the same package. */
  Connection connection() {
    return connection;
  }

  @Override
  public void close() {
    Databases.close(connection, file);
  }
}
