package org.vpnledger.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.store.ImportedSession;
import org.vpnledger.store.MachineRow;
import org.vpnledger.store.PlaceRow;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/**
 * Brings old sessions in, and what else a database of OpenVPN Statistics knows. No event comes of
 * it: events are what this ledger has noticed, in the order in which it did, and reactions follow
 * them. Importing the same again changes nothing, and completes what was broken off.
 */
public final class SessionImport {
  /**
   * Writes a session, parameters in the order of the columns. One that is there is changed and not
   * replaced: that would count as a new one for triggers, with each poll.
   */
  static final String SAVE =
      "INSERT INTO session (peer, number, start_ns, start_noticed_ns, end_ns, end_noticed_ns,"
          + " endpoint, rx, tx, measured) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (peer, number) DO UPDATE SET start_ns = excluded.start_ns,"
          + " start_noticed_ns = excluded.start_noticed_ns, end_ns = excluded.end_ns,"
          + " end_noticed_ns = excluded.end_noticed_ns, endpoint = excluded.endpoint,"
          + " rx = excluded.rx, tx = excluded.tx, measured = excluded.measured";

  private record OfTunnel(TunnelId tunnel, ImportedSession session) {}

  private record OfInterface(String interfaceName, ImportedSession session) {}

  private record Candidate(long peer, String source, String interfaceName) {}

  private final Path file;
  private final Connection connection;
  private final Identities identities;
  private final LedgerCalendar calendar;
  private final List<OfTunnel> openVpn = new ArrayList<>();
  private final List<OfInterface> wireGuard = new ArrayList<>();
  private final List<PlaceRow> places = new ArrayList<>();
  private final List<MachineRow> samples = new ArrayList<>();
  private final Map<String, List<Candidate>> candidates = new HashMap<>();
  private final Batches statements;
  private final Set<Long> peers = new HashSet<>();
  private final Map<String, List<Long>> namesakes = new HashMap<>();
  private long added;
  private long elsewhere;

  SessionImport(Path file, Connection connection, Identities identities, LedgerCalendar calendar) {
    this.file = file;
    this.connection = connection;
    this.statements = new Batches(connection);
    this.identities = identities;
    this.calendar = calendar;
  }

  /**
   * The tunnel of imported OpenVPN clients whose server is not known yet: once a server is read
   * that has a client of the name, it is that server's.
   */
  public static TunnelId unknownServer() {
    return Identities.IMPORTED_OPENVPN;
  }

  /** Takes a session of an OpenVPN client. */
  public void addOpenVpn(TunnelId tunnel, ImportedSession session) {
    openVpn.add(new OfTunnel(tunnel, session));
  }

  /** Takes a session of a WireGuard peer, on the interface of that name. */
  public void addWireGuard(String interfaceName, ImportedSession session) {
    wireGuard.add(new OfInterface(interfaceName, session));
  }

  /** Takes where an address is; what the ledger knows already stays. */
  public void addPlace(PlaceRow place) {
    places.add(place);
  }

  /** Takes a sample of the machine; one that the ledger has of that moment stays. */
  public void addSample(MachineRow sample) {
    samples.add(sample);
  }

  /**
   * Writes it all, in turns with a daemon that runs: first what the files tell, then what follows
   * from that, peer by peer.
   *
   * @return how many sessions are new, or longer than they were
   */
  public long finish(Instant now) {
    try (statements) {
      write(now);
    } catch (SQLException e) {
      identities.forget();
      throw SqliteErrors.explain("import into", file, e);
    }
    return added;
  }

  private void write(Instant now) throws SQLException {
    Set<TunnelId> marked = new HashSet<>();
    if (!openVpn.isEmpty()) {
      findNamesakes();
    }
    Turns.each(
        connection,
        openVpn,
        one -> {
          if (marked.add(one.tunnel())) {
            mark(one.tunnel());
          }
          long peer = identities.peer(one.tunnel(), one.session().key());
          if (isElsewhere(peer, one.session())) {
            elsewhere++;
          } else {
            save(peer, one.session());
          }
        });
    if (!wireGuard.isEmpty()) {
      findCandidates();
    }
    Turns.each(connection, wireGuard, one -> save(peer(one), one.session()));
    try (SessionReconciliation reconciliation = new SessionReconciliation(connection, now)) {
      Turns.each(connection, peers, peer -> reconciliation.ofPeer(peer, calendar));
    }
    Turns.each(connection, places, place -> PlaceTable.add(connection, place));
    Turns.each(connection, samples, sample -> MachineTable.add(connection, sample));
  }

  /** How many sessions stay where they were imported before: at another server. */
  public long elsewhere() {
    return elsewhere;
  }

  /** Nobody is at two servers in one second with one address and port. */
  private boolean isElsewhere(long peer, ImportedSession session) throws SQLException {
    for (long other : namesakes.getOrDefault(session.key().text(), List.of())) {
      if (other != peer && session.endpoint() != null) {
        PreparedStatement select =
            statements.of(
                "SELECT 1 FROM imported_session WHERE peer = ? AND key_s = ? AND endpoint = ?");
        new Row.Writer(select)
            .put(other)
            .put(session.startNoticed().getEpochSecond())
            .put(session.endpoint());
        try (ResultSet row = select.executeQuery()) {
          if (row.next()) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Clients of OpenVPN by their common names. */
  private void findNamesakes() throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT p.id, p.key FROM peer p JOIN tunnel t ON t.id = p.tunnel"
                    + " WHERE t.protocol = 'openvpn'");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        namesakes
            .computeIfAbsent(row.getString(2), _ -> new ArrayList<>())
            .add(Long.valueOf(row.getLong(1)));
      }
    }
  }

  /** A server that was never read speaks OpenVPN, too. */
  private void mark(TunnelId tunnel) throws SQLException {
    PreparedStatement update =
        statements.of(
            "UPDATE tunnel SET protocol = 'openvpn' WHERE id = ? AND read_at_ns IS NULL"
                + " AND protocol <> 'openvpn'");
    update.setLong(1, identities.tunnel(tunnel));
    update.executeUpdate();
  }

  /** WireGuard's peers by their keys' form for people. */
  private void findCandidates() throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT p.id, p.key, t.source, t.interface FROM peer p JOIN tunnel t"
                    + " ON t.id = p.tunnel WHERE t.protocol <> 'openvpn'");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        candidates
            .computeIfAbsent(new PeerKey(row.getString(2)).abbreviated(), _ -> new ArrayList<>())
            .add(new Candidate(row.getLong(1), row.getString(3), row.getString(4)));
      }
    }
  }

  /** The one on that interface; or the only one of that key; else it waits for its tunnel. */
  private long peer(OfInterface one) throws SQLException {
    PeerKey key = one.session().key();
    List<Candidate> all = candidates.getOrDefault(key.abbreviated(), List.of());
    List<Candidate> there =
        all.stream()
            .filter(candidate -> candidate.interfaceName().equals(one.interfaceName()))
            .toList();
    if (there.size() == 1) {
      return there.getFirst().peer();
    }
    return all.size() == 1
        ? all.getFirst().peer()
        : identities.peer(Identities.IMPORTED, new PeerKey(key.abbreviated()));
  }

  private void save(long peer, ImportedSession session) throws SQLException {
    peers.add(peer);
    long key = session.startNoticed().getEpochSecond();
    long number = 1;
    PreparedStatement select =
        statements.of("SELECT number, end_s FROM imported_session WHERE peer = ? AND key_s = ?");
    select.setLong(1, peer);
    select.setLong(2, key);
    try (ResultSet row = select.executeQuery()) {
      if (row.next()) {
        if (row.getLong(2) >= session.end().getEpochSecond()) {
          return; // this, or more, is known
        }
        number = row.getLong(1);
      }
    }
    write(peer, key, number > 0 ? nextNumber(peer) : number, session);
    added++;
  }

  private void write(long peer, long key, long number, ImportedSession session)
      throws SQLException {
    Endpoint endpoint = session.endpoint();
    Counters moved = session.moved();
    PreparedStatement save =
        statements.of(
            "INSERT INTO imported_session (peer, key_s, number, start_s, end_s, end_noticed_s,"
                + " endpoint, rx, tx) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                + " start_s = excluded.start_s, end_s = excluded.end_s,"
                + " end_noticed_s = excluded.end_noticed_s, endpoint = excluded.endpoint,"
                + " rx = excluded.rx, tx = excluded.tx");
    new Row.Writer(save)
        .put(peer)
        .put(key)
        .put(number)
        .put(session.start().getEpochSecond())
        .put(session.end().getEpochSecond())
        .put(session.endNoticed().getEpochSecond())
        .put(endpoint)
        .putNullable(moved == null ? null : Long.valueOf(moved.rxBytes()))
        .putNullable(moved == null ? null : Long.valueOf(moved.txBytes()));
    save.executeUpdate();
  }

  /** Backwards from 0: what the ledger sees itself is counted from 1. */
  private long nextNumber(long peer) throws SQLException {
    PreparedStatement select =
        statements.of("SELECT coalesce(min(number), 1) - 1 FROM imported_session WHERE peer = ?");
    select.setLong(1, peer);
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }
}
