package org.vpnledger.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.EventType;
import org.vpnledger.store.Deliveries;
import org.vpnledger.store.DeliveryCounts;

/** A queue of deliveries in the ledger's own file, over a connection of its own. */
public final class SqliteDeliveries implements Deliveries {
  private static final String WAITING =
      "SELECT (SELECT count(*) FROM event e WHERE e.seq > q.settled"
          + " AND instr(' ' || q.events || ' ', ' ' || e.type || ' ') > 0 AND NOT EXISTS"
          + " (SELECT 1 FROM delivery d WHERE d.queue = q.name AND d.seq = e.seq AND d.settled)),"
          + " q.delivered, q.retried, q.failed FROM delivery_queue q WHERE q.name = ?";

  private final Path file;
  private final Connection connection;
  private final Query query;
  private final String queue;

  private SqliteDeliveries(Path file, Connection connection, String queue) {
    this.file = file;
    this.connection = connection;
    this.query = new Query(connection, file);
    this.queue = queue;
  }

  /** Opens the queue of that name in a ledger that its writer has opened and migrated. */
  public static SqliteDeliveries open(Path file, String queue) {
    return new SqliteDeliveries(file, Databases.openForWriting(file), queue);
  }

  static @Nullable DeliveryCounts counts(Query query, String queue) {
    return query
        .list(
            WAITING,
            row -> new DeliveryCounts(row.number(), row.number(), row.number(), row.number()),
            queue)
        .stream()
        .findFirst()
        .orElse(null);
  }

  @Override
  public @Nullable Progress progress() {
    return query
        .list(
            "SELECT settled, delivered, retried, failed FROM delivery_queue WHERE name = ?",
            row -> new Progress(row.number(), row.number(), row.number(), row.number()),
            queue)
        .stream()
        .findFirst()
        .orElse(null);
  }

  @Override
  public Progress begin(Set<EventType> events) {
    String types = events.stream().map(EventType::name).sorted().collect(Collectors.joining(" "));
    write(() -> {
      try (PreparedStatement upsert =
          connection.prepareStatement(
              "INSERT INTO delivery_queue (name, events, settled) VALUES (?, ?, ?)"
                  + " ON CONFLICT (name) DO UPDATE SET events = excluded.events")) {
        new Row.Writer(upsert).put(queue).put(types).put(new EventChain(connection).seq());
        upsert.executeUpdate();
      }
    });
    Progress begun = progress();
    if (begun == null) {
      throw new IllegalStateException("a queue that was just begun is gone");
    }
    return begun;
  }

  @Override
  public List<Delivery> between(long after, long upTo) {
    return query.list(
        "SELECT seq, settled, attempts, not_before_ns FROM delivery"
            + " WHERE queue = ? AND seq > ? AND seq <= ?",
        row -> new Delivery(row.number(), row.flag(), row.integer(), row.nullableInstant()),
        queue,
        after,
        upTo);
  }

  @Override
  public void save(Progress progress, List<Delivery> changed) {
    write(() -> {
      try (Batches batches = new Batches(connection)) {
        for (Delivery delivery : changed) {
          if (delivery.seq() > progress.settled()) {
            batches
                .row("INSERT OR REPLACE INTO delivery VALUES (?, ?, ?, ?, ?)")
                .put(queue)
                .put(delivery.seq())
                .put(delivery.settled())
                .put(delivery.attempts())
                .putNullable(delivery.notBefore())
                .addBatch();
          }
        }
        batches
            .row(
                "UPDATE delivery_queue SET settled = ?, delivered = ?, retried = ?, failed = ?"
                    + " WHERE name = ?")
            .put(progress.settled())
            .put(progress.delivered())
            .put(progress.retried())
            .put(progress.failed())
            .put(queue)
            .addBatch();
        batches
            .row("DELETE FROM delivery WHERE queue = ? AND seq <= ?")
            .put(queue)
            .put(progress.settled())
            .addBatch();
        batches.run();
      }
    });
  }

  @Override
  public void forget() {
    if (progress() != null) {
      write(() -> {
        try (Batches batches = new Batches(connection)) {
          batches.row("DELETE FROM delivery_queue WHERE name = ?").put(queue).addBatch();
          batches.row("DELETE FROM delivery WHERE queue = ?").put(queue).addBatch();
          batches.run();
        }
      });
    }
  }

  private void write(Transaction.Work work) {
    Transaction.write(connection, file, work);
  }

  @Override
  public void close() {
    Databases.close(connection, file);
  }
}
