package org.vpnledger.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Event;
import org.vpnledger.store.KeptPlace;
import org.vpnledger.store.PeerPlaces;
import org.vpnledger.store.PlaceBook;

/** Places in the ledger's own file, over a connection of their own. */
public final class SqlitePlaceBook implements PlaceBook {
  private static final String SEEN = "place";
  private static final String HISTORY = "place history";
  private static final String DATABASES = "place databases";

  private final Path file;
  private final Connection connection;
  private final Query query;

  private SqlitePlaceBook(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
    this.query = new Query(connection, file);
  }

  /** Opens the file of a ledger that its writer has opened and migrated. */
  public static SqlitePlaceBook open(Path file) {
    Connection connection = Databases.openForWriting(file);
    try (Statement statement = connection.createStatement()) {
      // A power cut may take the last steps, each as a whole: they are taken again.
      statement.execute("PRAGMA synchronous=NORMAL");
      return new SqlitePlaceBook(file, connection);
    } catch (SQLException e) {
      Databases.closeQuietly(connection);
      throw SqliteErrors.explain("open", file, e);
    }
  }

  @Override
  public @Nullable Progress progress() {
    String seen = SqliteCursors.cursor(connection, file, SEEN);
    String history = SqliteCursors.cursor(connection, file, HISTORY);
    try {
      return seen == null || history == null
          ? null
          : new Progress(Long.parseLong(seen), Long.parseLong(history));
    } catch (NumberFormatException e) {
      return null; // somebody has written something else there
    }
  }

  @Override
  public Progress begin() {
    Progress known = progress();
    if (known != null) {
      return known;
    }
    Progress begun =
        new Progress(
            0,
            query.list("SELECT coalesce(max(seq), 0) FROM event", Row.Reader::number).getFirst());
    write(() -> {
      SqliteCursors.moveCursor(connection, file, HISTORY, Long.toString(begun.history()));
      SqliteCursors.moveCursor(connection, file, SEEN, Long.toString(begun.seen()));
    });
    return begun;
  }

  @Override
  public void forget() {
    if (progress() != null) {
      write(() -> {
        try (Batches batches = new Batches(connection)) {
          String sql = "DELETE FROM cursor WHERE name = ?";
          batches.row(sql).put(SEEN).addBatch();
          batches.row(sql).put(HISTORY).addBatch();
          batches.run();
        }
      });
    }
  }

  @Override
  public void save(Step step) {
    write(() -> {
      try (Batches batches = new Batches(connection)) {
        for (KeptPlace place : step.places()) {
          PlaceTable.put(batches, place);
        }
        for (Map.Entry<Who, PeerPlaces> peer : step.peers().entrySet()) {
          PeerPlaceTable.replace(batches, peer.getKey(), peer.getValue());
        }
        for (Event finding : step.findings()) {
          if (finding.tunnel() != null && finding.peer() != null) {
            FindingTable.add(batches, finding, new Who(finding.tunnel(), finding.peer()));
          }
        }
        batches.run();
      }
      SqliteCursors.moveCursor(connection, file, SEEN, Long.toString(step.seen()));
    });
  }

  @Override
  public @Nullable KeptPlace place(String address) {
    return PlaceTable.kept(query, "WHERE address = ?", address).stream().findFirst().orElse(null);
  }

  @Override
  public PeerPlaces of(Who who) {
    return PeerPlaceTable.read(query, who);
  }

  @Override
  public List<KeptPlace> outdated(Instant before, int limit) {
    return PlaceTable.kept(
        query, "WHERE noted_s < ? ORDER BY noted_s LIMIT ?", before.getEpochSecond(), limit);
  }

  @Override
  public List<KeptPlace> unasked(Instant since, int limit) {
    return PlaceTable.kept(
        query,
        "WHERE stranger = 0 AND (asked_s IS NULL OR asked_s < ?)"
            + " AND (country IS NULL OR city IS NULL OR provider IS NULL)"
            + " ORDER BY asked_s, seen_s DESC LIMIT ?", // NULL comes first
        since.getEpochSecond(),
        limit);
  }

  @Override
  public long answersSince(Instant then) {
    return query
        .list(
            "SELECT count(*) FROM place WHERE asked_s >= ?",
            Row.Reader::number,
            then.getEpochSecond())
        .getFirst();
  }

  @Override
  public Instant databases(String which, Instant now) {
    String known = SqliteCursors.cursor(connection, file, DATABASES);
    int space = known == null ? -1 : known.indexOf(' ');
    if (known != null && space > 0 && known.substring(space + 1).equals(which)) {
      try {
        return Instant.ofEpochSecond(Long.parseLong(known.substring(0, space)));
      } catch (NumberFormatException | DateTimeException e) {
        // somebody has written something else there: as if they were others
        return changed(which, now);
      }
    }
    return changed(which, now);
  }

  private Instant changed(String which, Instant now) {
    write(() ->
        SqliteCursors.moveCursor(connection, file, DATABASES, now.getEpochSecond() + " " + which));
    return Instant.ofEpochSecond(now.getEpochSecond());
  }

  @Override
  public Map<String, String> latestCountries(int limit) {
    Map<String, String> countries = new LinkedHashMap<>();
    query.list(
        "SELECT address, country FROM place WHERE stranger = 0 AND country IS NOT NULL"
            + " ORDER BY seen_s DESC LIMIT ?",
        row -> countries.put(row.text(), row.text()),
        limit);
    return countries;
  }

  @Override
  public void trim(int peers, int strangers) {
    write(() -> {
      try (Batches batches = new Batches(connection)) {
        String sql =
            "DELETE FROM place WHERE id IN (SELECT id FROM place WHERE stranger = ?"
                + " ORDER BY seen_s DESC LIMIT -1 OFFSET ?)";
        batches.row(sql).put(0).put(peers).addBatch();
        batches.row(sql).put(1).put(strangers).addBatch();
        batches.run();
      }
    });
  }

  private void write(Transaction.Work work) {
    Transaction.write(connection, file, work);
  }

  @Override
  public void close() {
    Databases.close(connection, file);
  }
}
