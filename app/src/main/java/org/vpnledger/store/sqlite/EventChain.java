package org.vpnledger.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.vpnledger.chain.Chain;
import org.vpnledger.chain.EventText;
import org.vpnledger.chain.Head;
import org.vpnledger.chain.Link;
import org.vpnledger.ledger.Event;
import org.vpnledger.store.EventRow;
import org.vpnledger.store.HeadSigner;
import org.vpnledger.store.StoreException;
import org.vpnledger.store.StoreException.Reason;

/** The end of the chain of events, within a transaction that the caller begins and ends. */
final class EventChain {
  private static final int BATCH = 1_000;

  private final Connection connection;
  private final Chain chain = new Chain();
  private long seq;
  private Link link;

  /** Where the chain has come to; retention may have deleted all of its events. */
  EventChain(Connection connection) throws SQLException {
    this.connection = connection;
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT * FROM (SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1)"
                    + " UNION ALL SELECT seq, hash FROM checkpoint ORDER BY seq DESC LIMIT 1")) {
      if (row.next()) {
        seq = row.getLong(1);
        link = required(row.getBytes(2));
      } else {
        link = beginning();
      }
    }
  }

  private EventChain(Connection connection, long seq, Link link) {
    this.connection = connection;
    this.seq = seq;
    this.link = link;
  }

  /** The last event's number, 0 before the first. */
  long seq() {
    return seq;
  }

  /** The last event's link. */
  Link link() {
    return link;
  }

  /** Goes on to the next event. */
  void append(Event event) {
    seq++;
    link = chain.next(link, EventText.of(seq, event));
  }

  private Link required(byte[] hash) {
    Link known = Link.of(hash);
    if (known == null) {
      throw new StoreException(
          Reason.OTHER,
          "event %d has no hash: 'vpnledger audit verify' says more; restore a backup"
              .formatted(seq));
    }
    return known;
  }

  private Link beginning() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT value FROM meta WHERE key = 'gateway_id'")) {
      return chain.beginning(row.next() ? row.getString(1) : "");
    }
  }

  /**
   * Chains the events of a ledger that is older than its chain. Of those that were deleted by then
   * nothing is vouched for but their number.
   */
  static void ofOlderEvents(Connection connection, Query query, HeadSigner signer)
      throws SQLException {
    EventChain chain = new EventChain(connection, 0, new Chain().beginning(""));
    chain.link = chain.beginning();
    chain.seq = deleted(query);
    if (chain.seq > 0) {
      Meta meta = new Meta(query.file(), connection);
      Head head =
          new Head(meta.gatewayId(), meta.gatewayName(), chain.seq, chain.link, Instant.now());
      new Checkpoints(connection).add(chain.seq, chain.link, signer.sign(head));
    }
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE event SET hash = ? WHERE seq = ?")) {
      var rows = query.list(EventQueries.AFTER, EventQueries::event, chain.seq, BATCH);
      while (!rows.isEmpty()) {
        for (EventRow row : rows) {
          chain.append(row.event());
          update.setBytes(1, chain.link.bytes());
          update.setLong(2, row.seq());
          update.addBatch();
        }
        update.executeBatch();
        rows = query.list(EventQueries.AFTER, EventQueries::event, chain.seq, BATCH);
      }
    }
  }

  /** The last event that is gone: the one before the first, or the very last. */
  private static long deleted(Query query) {
    return query
        .list(
            "SELECT coalesce((SELECT min(seq) - 1 FROM event),"
                + " (SELECT cast(value AS INTEGER) FROM meta WHERE key = 'last_event'), 0)",
            Row.Reader::number)
        .getFirst();
  }
}
