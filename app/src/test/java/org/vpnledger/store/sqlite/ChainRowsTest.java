package org.vpnledger.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.chain.EventText;
import org.vpnledger.ledger.Entry;
import org.vpnledger.ledger.Event;
import org.vpnledger.ledger.EventType;
import org.vpnledger.store.LedgerWriter.Durability;
import org.vpnledger.store.Retention;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/** What SQLite makes of an event is to the byte what was hashed when it was written. */
final class ChainRowsTest {
  private static final List<String> TEXTS =
      List.of(
          "",
          "Alice",
          "Zoë 😀 \u007f\u0080\u2028",
          "\"quoted\" \\ / '",
          "\b\t\n\f\r\u0000\u0001\u001f",
          "{\"seq\":1}",
          "null",
          "],[",
          "x".repeat(3_000),
          "half \ud800 a character");

  private static final List<EventType> TYPES = List.of(EventType.values());

  @TempDir Path folder;
  private final RandomGenerator random = new Random(20261120);

  @Test
  void lines_are_the_same_whoever_makes_them() {
    List<Event> events = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      events.add(event());
      entries.add(new Entry.Happened(events.getLast()));
    }
    Path file = folder.resolve("ledger.db");
    try (SqliteWriter writer = SqliteWriter.open(file, Retention.DEFAULT)) {
      writer.calendar(ZoneId.of("UTC"), Instant.EPOCH);
      writer.commit(entries, Durability.PROCESS);
    }
    List<String> lines = new ArrayList<>();
    try (SqliteReader reader = SqliteReader.open(file)) {
      reader.visitChain(
          0,
          events.size(),
          (seq, line, length, hash) -> {
            assertThat(seq).isEqualTo(lines.size() + 1);
            assertThat(hash).hasSize(32);
            return lines.add(new String(line, 0, length, StandardCharsets.UTF_8));
          });
    }
    assertThat(lines).hasSameSizeAs(events);
    for (int i = 0; i < events.size(); i++) {
      byte[] written = EventText.of(i + 1, events.get(i)).getBytes(StandardCharsets.UTF_8);
      assertThat(lines.get(i)).isEqualTo(new String(written, StandardCharsets.UTF_8));
    }
  }

  private Event event() {
    TunnelId tunnel = random.nextInt(5) == 0 ? null : new TunnelId(some("s"), some("wg"));
    return new Event(
        TYPES.get(random.nextInt(TYPES.size())),
        tunnel,
        tunnel == null || random.nextInt(5) == 0 ? null : new PeerKey(some("k")),
        text(),
        time(),
        time(),
        endpoint(),
        endpoint(),
        random.nextInt(4) == 0 ? null : time(),
        text());
  }

  /** Not empty, not long. */
  private String some(String start) {
    String text = start + TEXTS.get(random.nextInt(TEXTS.size()));
    return text.substring(0, Math.min(text.length(), 100));
  }

  private @Nullable String text() {
    return random.nextInt(4) == 0 ? null : TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private Instant time() {
    return switch (random.nextInt(6)) {
      case 0 -> Instant.EPOCH.plusNanos(random.nextInt(1_000_000_000));
      case 1 -> Instant.EPOCH.minusNanos(random.nextInt(2_000_000_000));
      case 2 -> Instant.parse("9999-01-01T00:00:00Z");
      default ->
          Instant.ofEpochSecond(random.nextInt(2_000_000_000), random.nextInt(1_000_000_000));
    };
  }

  private @Nullable Endpoint endpoint() {
    return switch (random.nextInt(3)) {
      case 0 -> null;
      case 1 -> Endpoint.parse("192.0.2.7:" + random.nextInt(65_536));
      default -> Endpoint.parse("[fe80::1%eth0]:51820");
    };
  }
}
