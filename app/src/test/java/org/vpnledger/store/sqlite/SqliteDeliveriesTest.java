package org.vpnledger.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.ledger.Entry;
import org.vpnledger.ledger.Event;
import org.vpnledger.ledger.EventType;
import org.vpnledger.store.Deliveries;
import org.vpnledger.store.Deliveries.Delivery;
import org.vpnledger.store.Deliveries.Progress;
import org.vpnledger.store.DeliveryCounts;
import org.vpnledger.store.LedgerWriter.Durability;
import org.vpnledger.store.Retention;

class SqliteDeliveriesTest {
  private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");
  private static final Set<EventType> TYPES = Set.of(EventType.ONLINE, EventType.OFFLINE);

  @TempDir Path folder;
  private SqliteWriter writer;

  @BeforeEach
  void open() {
    writer = SqliteWriter.open(file(), Retention.DEFAULT);
    writer.calendar(ZoneOffset.UTC, NOW);
  }

  @AfterEach
  void close() {
    writer.close();
  }

  private Path file() {
    return folder.resolve("ledger.db");
  }

  private void happen(EventType... types) {
    for (EventType type : types) {
      Event event = new Event(type, null, null, null, NOW, NOW, null, null, null, null);
      writer.commit(List.of(new Entry.Happened(event)), Durability.PROCESS);
    }
  }

  private DeliveryCounts counts() {
    try (SqliteReader reader = SqliteReader.open(file())) {
      return Objects.requireNonNull(reader.deliveries("hook"));
    }
  }

  @Test
  void a_queue_begins_with_the_next_event_and_goes_on_where_it_was() {
    happen(EventType.ONLINE, EventType.ONLINE);
    try (Deliveries deliveries = SqliteDeliveries.open(file(), "hook")) {
      assertThat(deliveries.progress()).isNull();
      assertThat(deliveries.begin(TYPES)).isEqualTo(new Progress(2, 0, 0, 0));
      happen(EventType.OFFLINE);
      assertThat(deliveries.begin(TYPES).settled()).isEqualTo(2);
      deliveries.save(new Progress(3, 1, 4, 0), List.of());
    }
    try (Deliveries deliveries = SqliteDeliveries.open(file(), "hook")) {
      assertThat(deliveries.progress()).isEqualTo(new Progress(3, 1, 4, 0));
      deliveries.forget();
      assertThat(deliveries.progress()).isNull();
    }
    try (SqliteReader reader = SqliteReader.open(file())) {
      assertThat(reader.deliveries("hook")).isNull();
    }
  }

  @Test
  void what_is_out_of_order_is_remembered_until_all_before_it_is_settled() {
    Delivery done = new Delivery(3, true, 1, null);
    Delivery tried = new Delivery(2, false, 2, NOW.plus(Duration.ofSeconds(5)));
    try (Deliveries deliveries = SqliteDeliveries.open(file(), "hook");
        Deliveries other = SqliteDeliveries.open(file(), "other")) {
      deliveries.begin(TYPES);
      other.begin(TYPES);
      deliveries.save(
          new Progress(1, 2, 1, 0), List.of(done, tried, new Delivery(1, true, 1, null)));
      assertThat(deliveries.between(0, 9)).containsExactly(tried, done);
      assertThat(deliveries.between(2, 3)).containsExactly(done);
      assertThat(other.between(0, 9)).isEmpty();
      deliveries.save(new Progress(3, 3, 1, 0), List.of());
      assertThat(deliveries.between(0, 9)).isEmpty();
    }
  }

  @Test
  void who_asks_learns_how_many_wait_of_the_types_that_are_delivered() {
    try (Deliveries deliveries = SqliteDeliveries.open(file(), "hook")) {
      deliveries.begin(TYPES);
      happen(EventType.ONLINE, EventType.ROAMED, EventType.OFFLINE, EventType.ONLINE);
      assertThat(counts()).isEqualTo(new DeliveryCounts(3, 0, 0, 0));
      deliveries.save(new Progress(1, 2, 0, 0), List.of(new Delivery(4, true, 1, null)));
      assertThat(counts()).isEqualTo(new DeliveryCounts(1, 2, 0, 0));
      deliveries.begin(Set.of(EventType.ROAMED));
      assertThat(counts().waiting()).isEqualTo(1);
    }
  }
}
