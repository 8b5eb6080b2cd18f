package org.vpnledger.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.ledger.Entry;
import org.vpnledger.ledger.Event;
import org.vpnledger.ledger.Session;
import org.vpnledger.ledger.TunnelState;
import org.vpnledger.store.HeadSigner;
import org.vpnledger.store.Retention;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.GivenName;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/** Turns entries into rows, within a transaction that the caller begins and ends. */
final class Appender implements AutoCloseable {
  private record PeerId(TunnelId tunnel, PeerKey key) {}

  private final Connection connection;
  private final Identities identities;
  private final Retention retention;
  private final HeadSigner signer;
  private final Batches batches;
  private final List<Entry.BucketClosed> closed = new ArrayList<>();
  private final Set<Resolution> closedResolutions = new HashSet<>();
  private @Nullable EventChain chain;
  private Instant newest = Instant.EPOCH;

  Appender(Connection connection, Identities identities, Retention retention, HeadSigner signer) {
    this.connection = connection;
    this.identities = identities;
    this.retention = retention;
    this.signer = signer;
    this.batches = new Batches(connection);
  }

  void append(List<Entry> entries) throws SQLException {
    // Only the last row of a peer or tunnel counts, however many reads are committed together.
    Map<PeerId, Entry.PeerSaved> peers = LinkedHashMap.newLinkedHashMap(entries.size());
    Map<TunnelId, TunnelState> tunnels = new LinkedHashMap<>();
    List<Entry.CarriedIn> carried = new ArrayList<>();
    for (Entry entry : entries) {
      switch (entry) {
        case Entry.PeerSaved saved ->
            peers.put(new PeerId(saved.tunnel(), saved.peer().key()), saved);
        case Entry.TunnelSaved saved -> tunnels.put(saved.tunnel().id(), saved.tunnel());
        case Entry.BucketClosed bucket -> closed.add(bucket);
        case Entry.CarriedIn carry -> carried.add(carry);
        case Entry.Happened happened -> event(happened.event());
        case Entry.FindingTaken taken -> FindingTable.remove(batches, taken.number());
        case Entry.SessionSaved saved -> session(saved);
        case Entry.ReadingTaken taken -> reading(taken);
        case Entry.NameChanged changed -> name(changed);
        case Entry.AllowedIpsChanged changed -> networks(changed);
      }
    }
    for (Entry.PeerSaved saved : peers.values()) {
      long peer = identities.peer(saved.tunnel(), saved.peer().key());
      CounterTable.add(batches.of(CounterTable.UPSERT), peer, saved.peer());
      if (!saved.peer().links().isEmpty()) {
        LinkTable.replace(batches, peer, saved.peer().links());
      }
    }
    for (TunnelState tunnel : tunnels.values()) {
      tunnel(tunnel);
    }
    for (Entry.CarriedIn carry : carried) {
      carriedIn(carry);
    }
    batches.run();
    appendBuckets();
    try (SessionReconciliation sessions = new SessionReconciliation(connection, newest)) {
      for (Entry.CarriedIn carry : carried) {
        // What was imported before this tunnel was first read tells what that first counter held.
        long peer = identities.peer(carry.tunnel(), carry.peer());
        new Reconciliation(connection, newest).ofPeerIfImported(peer);
        sessions.ofPeerIfImported(peer);
      }
    }
    expire();
  }

  private void tunnel(TunnelState state) throws SQLException {
    Device device = state.device();
    Moment read = state.lastRead();
    Row.Writer row =
        batches.row(
            "UPDATE tunnel SET public_key = ?, listen_port = ?, firewall_mark = ?, ("
                + TunnelFacts.COLUMNS
                + ") = (?, ?, ?, ?, ?, ?), read_at_ns = ?, read_monotonic = ?, read_clock = ?,"
                + " present = ?, failing = ?, empty_reads = ?, last_reading_ns = ?, open_at_ns = ?,"
                + " five_rx = ?, five_tx = ?, hour_rx = ?, hour_tx = ?, hour_est = ?, day_rx = ?,"
                + " day_tx = ?, day_est = ?, month_rx = ?, month_tx = ?, month_est = ? WHERE id = ?");
    row.put(device == null ? null : device.publicKey())
        .put(device == null ? 0 : device.listenPort())
        .put(device == null ? 0 : device.firewallMark());
    TunnelFacts.put(row, device);
    row.putNullable(read == null ? null : read.wall())
        .put(read == null ? 0 : read.monotonicNanos())
        .put(read == null ? null : read.clock())
        .put(state.present())
        .put(state.failing())
        .put(state.emptyReads())
        .putNullable(state.lastReading())
        .putNullable(state.sums().openAt())
        .put(state.sums().fiveMinutes().rxBytes())
        .put(state.sums().fiveMinutes().txBytes())
        .put(state.sums().hour())
        .put(state.sums().day())
        .put(state.sums().month())
        .put(identities.tunnel(state.id()))
        .addBatch();
    if (read != null && read.wall().isAfter(newest)) {
      newest = read.wall();
    }
  }

  private void carriedIn(Entry.CarriedIn carry) throws SQLException {
    long peer = identities.peer(carry.tunnel(), carry.peer());
    batches
        .row(
            "INSERT INTO carried_in (peer, at_ns, rx, tx, reason) VALUES (?, ?, ?, ?, 'first read')")
        .put(peer)
        .put(carry.at())
        .put(carry.carried().rxBytes())
        .put(carry.carried().txBytes())
        .addBatch();
    if (carry.at().isAfter(newest)) {
      newest = carry.at();
    }
  }

  private void event(Event event) throws SQLException {
    if (chain == null) {
      chain = new EventChain(connection);
    }
    chain.append(event);
    TunnelId tunnel = event.tunnel();
    PeerKey peer = event.peer();
    batches
        .row("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .put(chain.seq())
        .put(event.type().name())
        .putNullable(tunnel == null ? null : Long.valueOf(identities.tunnel(tunnel)))
        .putNullable(
            tunnel == null || peer == null ? null : Long.valueOf(identities.peer(tunnel, peer)))
        .put(event.name())
        .put(event.happenedAt())
        .put(event.noticedAt())
        .put(event.endpoint())
        .put(event.oldEndpoint())
        .putNullable(event.handshake())
        .put(event.detail())
        .put(chain.link().bytes())
        .addBatch();
  }

  private void session(Entry.SessionSaved saved) throws SQLException {
    Session session = saved.session();
    batches
        .row(SessionImport.SAVE)
        .put(identities.peer(saved.tunnel(), saved.peer()))
        .put(session.number())
        .put(session.start())
        .put(session.startNoticed())
        .putNullable(session.end())
        .putNullable(session.endNoticed())
        .put(session.endpoint())
        .put(session.moved().rxBytes())
        .put(session.moved().txBytes())
        .put(true)
        .addBatch();
  }

  private void reading(Entry.ReadingTaken taken) throws SQLException {
    batches
        .row(
            "INSERT OR IGNORE INTO reading (at_s, peer, rx, tx, used_rx, used_tx, imported)"
                + " VALUES (?, ?, ?, ?, ?, ?, 0)")
        .put(taken.at().getEpochSecond())
        .put(identities.peer(taken.tunnel(), taken.peer()))
        .put(taken.counters().rxBytes())
        .put(taken.counters().txBytes())
        .put(taken.used().rxBytes())
        .put(taken.used().txBytes())
        .addBatch();
  }

  private void name(Entry.NameChanged changed) throws SQLException {
    long peer = identities.peer(changed.tunnel(), changed.peer());
    GivenName name = changed.name();
    String text = name == null ? null : name.text();
    String origin = name == null ? null : name.origin();
    batches
        .row("INSERT OR REPLACE INTO name (peer, from_ns, name, origin) VALUES (?, ?, ?, ?)")
        .put(peer)
        .put(changed.from())
        .put(text)
        .put(origin)
        .addBatch();
    batches
        .row("UPDATE peer SET name = ?, name_origin = ? WHERE id = ?")
        .put(text)
        .put(origin)
        .put(peer)
        .addBatch();
  }

  private void networks(Entry.AllowedIpsChanged changed) throws SQLException {
    long peer = identities.peer(changed.tunnel(), changed.peer());
    String networks = String.join(" ", changed.networks());
    batches
        .row("INSERT OR REPLACE INTO network (peer, from_ns, networks) VALUES (?, ?, ?)")
        .put(peer)
        .put(changed.from())
        .put(networks)
        .addBatch();
    batches
        .row(
            "UPDATE peer SET networks = ?, first_seen_ns = coalesce(first_seen_ns, ?) WHERE id = ?")
        .put(networks)
        .put(changed.from())
        .put(peer)
        .addBatch();
  }

  private void appendBuckets() throws SQLException {
    try (BucketTables tables = new BucketTables(connection)) {
      for (Entry.BucketClosed bucket : closed) {
        closedResolutions.add(bucket.resolution());
        PeerKey key = bucket.peer();
        long tunnel = identities.tunnel(bucket.tunnel());
        if (key == null) {
          tables.appendTunnel(tunnel, bucket);
        } else {
          tables.appendPeer(tunnel, identities.peer(bucket.tunnel(), key), bucket);
        }
      }
      tables.run();
    }
  }

  /** Each close deletes what expired with it, so that no sweep ever has much to do. */
  private void expire() throws SQLException {
    if (!closedResolutions.isEmpty() && newest.isAfter(Instant.EPOCH)) {
      new Expiry(connection, retention, signer, ExpiryClock.advance(connection, newest))
          .run(closedResolutions);
    }
  }

  @Override
  public void close() throws SQLException {
    batches.close();
  }
}
