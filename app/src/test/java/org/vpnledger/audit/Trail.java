package org.vpnledger.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vpnledger.chain.Chain;
import org.vpnledger.chain.EventText;
import org.vpnledger.chain.Link;
import org.vpnledger.chain.SignedHead;
import org.vpnledger.chain.SigningKey;
import org.vpnledger.ledger.Entry;
import org.vpnledger.ledger.Event;
import org.vpnledger.ledger.EventType;
import org.vpnledger.store.ChainedRow;
import org.vpnledger.store.Cursors;
import org.vpnledger.store.LedgerWriter.Durability;
import org.vpnledger.store.Retention;
import org.vpnledger.store.sqlite.SqliteCursors;
import org.vpnledger.store.sqlite.SqliteReader;
import org.vpnledger.store.sqlite.SqliteWriter;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/** A ledger in a folder, events that happen in it, and the outputs that follow them. */
final class Trail implements AutoCloseable {
  static final TunnelId WG0 = new TunnelId("kernel", "wg0");
  static final Link NOTHING = LineChain.NOTHING;
  static final PeerKey ALICE = new PeerKey("AbC1dEf2AbC1dEf2AbC1dEf2AbC1dEf2AbC14xYz5678");
  static final PeerKey BOB = new PeerKey("Bob1dEf2AbC1dEf2AbC1dEf2AbC1dEf2AbC14xYz5678");

  final Path ledger;
  final SigningKey key = SigningKey.generate();
  private final SqliteWriter writer;
  private final List<Entry> waiting = new ArrayList<>();

  Trail(Path folder) {
    this(folder, Retention.DEFAULT);
  }

  Trail(Path folder, Retention retention) {
    this.ledger = folder.resolve("ledger.db");
    this.writer = SqliteWriter.open(ledger, retention, head -> SignedHead.of(head, key).toFile());
    writer.calendar(ZoneId.of("Europe/Berlin"), at("00:00:00"));
    writer.meta().nameGateway("gw1");
  }

  /** That time of 27 October 2023, in Berlin. */
  static Instant at(String time) {
    return Instant.parse("2023-10-27T" + time + "Z").minusSeconds(7200);
  }

  static Event event(
      EventType type,
      @Nullable PeerKey peer,
      String noticed,
      @Nullable String endpoint,
      @Nullable Instant handshake) {
    return new Event(
        type,
        peer == null ? null : WG0,
        peer,
        null,
        at(noticed),
        at(noticed),
        endpoint == null ? null : Endpoint.parse(endpoint),
        type == EventType.ROAMED ? Endpoint.parse("198.51.100.1:1") : null,
        handshake,
        peer == null ? "Interval: 30s, Threshold: 180s, Stats: 3600s" : null);
  }

  void happen(Event... events) {
    for (Event event : events) {
      waiting.add(new Entry.Happened(event));
    }
    commit();
  }

  void route(PeerKey peer, String from, String... networks) {
    waiting.add(new Entry.AllowedIpsChanged(WG0, peer, List.of(networks), at(from)));
    commit();
  }

  void commit(Entry... entries) {
    waiting.addAll(List.of(entries));
    writer.commit(List.copyOf(waiting), Durability.PROCESS);
    waiting.clear();
  }

  SqliteReader reader() {
    return SqliteReader.open(ledger);
  }

  void follow(AuditOutput output) throws IOException {
    boolean more = true;
    while (more) {
      try (SqliteReader reader = reader();
          Cursors cursors = SqliteCursors.open(ledger)) {
        more = output.catchUp(reader, cursors);
      }
    }
  }

  /** Changes the ledger's file as somebody would who is root. */
  void tamper(String sql) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + ledger);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** One row as it was before somebody changed it. */
  void restore(List<@Nullable Object> row) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + ledger);
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT OR REPLACE INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (int i = 0; i < row.size(); i++) {
        insert.setObject(i + 1, row.get(i));
      }
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** A row of the ledger's file. */
  List<@Nullable Object> row(long seq) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + ledger);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT * FROM event WHERE seq = " + seq)) {
      List<@Nullable Object> row = new ArrayList<>();
      for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
        row.add(result.getObject(i));
      }
      return row;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Makes the chain anew over whatever is there, as somebody would who knows how. */
  void rewriteHashes() {
    List<ChainedRow> rows;
    Chain chain = new Chain();
    Link link;
    try (SqliteReader reader = reader()) {
      rows = reader.chainedAfter(0, 1_000);
      link = chain.beginning(reader.gatewayId());
    }
    for (ChainedRow row : rows) {
      link = chain.next(link, EventText.of(row.seq(), Objects.requireNonNull(row.event())));
      tamper("UPDATE event SET hash = x'" + link + "' WHERE seq = " + row.seq());
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    writer.close();
  }
}
