package org.vpnledger.store.sqlite;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.ledger.Amount;
import org.vpnledger.ledger.Entry;
import org.vpnledger.ledger.State;
import org.vpnledger.ledger.Sums;
import org.vpnledger.ledger.TunnelState;
import org.vpnledger.store.PeerRow;
import org.vpnledger.store.TunnelRow;
import org.vpnledger.store.UsageRow;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Protocol;
import org.vpnledger.vpn.TunnelId;

/** The law on the real store: what was committed comes back as it was, and sums to the same. */
class LedgerStoreTest {
  private static final List<String> ZONES =
      List.of("UTC", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns");
  private static final Instant FROM = Instant.parse("1960-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2261-01-01T00:00:00Z");

  /** Whose sum in which bucket; a tunnel's has no peer. */
  private record Key(TunnelId tunnel, @Nullable PeerKey peer, Instant start) {}

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 200, 300})
  void what_was_committed_comes_back_exactly_and_sums_to_what_the_entries_say(int from) {
    for (int seed = from; seed < from + 3; seed++) {
      live(seed);
    }
  }

  private void live(int seed) {
    Random random = new Random(seed);
    OddHistory history = new OddHistory(seed);
    ZoneId zone = ZoneId.of(ZONES.get(seed % ZONES.size()));
    try (KeptLedger kept = new KeptLedger(folder.resolve(seed + ".db"), zone)) {
      int batch = 1 + random.nextInt(5);
      for (int step = 1; step <= 150; step++) {
        kept.apply(history.next());
        if (random.nextInt(25) == 0) {
          kept.adopt(kept.ledger().advance(kept.state(), history.now()));
        }
        if (random.nextInt(40) == 0) {
          kept.adopt(kept.ledger().takeReadings(kept.state()));
        }
        if (step % batch == 0) {
          kept.commit();
        }
        if (step % 30 == 0) {
          kept.commit();
          State before = kept.state();
          kept.restart(history.wall());
          assertThat(kept.state().tunnels())
              .as("seed %d, step %d", seed, step)
              .isEqualTo(before.tunnels());
        }
      }
      kept.commit();
      try (SqliteReader reader = kept.reader()) {
        for (Resolution resolution : Resolution.values()) {
          Map<Key, Amount> expected = expected(kept, reader.calendar(), resolution);
          assertThat(read(reader, resolution)).as("seed %d", seed).isEqualTo(expected);
          totalsAgree(reader, resolution);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void the_connections_of_an_openvpn_server_come_back_exactly_too(long seed) {
    OddServer server = new OddServer(seed);
    try (KeptLedger kept =
        new KeptLedger(folder.resolve("server" + seed + ".db"), ZoneId.of("Europe/Berlin"))) {
      for (int step = 1; step <= 200; step++) {
        kept.apply(server.next());
        if (step % 3 == 0) {
          kept.commit();
        }
        if (step % 20 == 0) {
          kept.commit();
          State before = kept.state();
          kept.restart(server.wall());
          assertThat(kept.state().tunnels()).as("step %d", step).isEqualTo(before.tunnels());
        }
      }
      kept.commit();
      try (SqliteReader reader = kept.reader()) {
        for (Resolution resolution : Resolution.values()) {
          Map<Key, Amount> expected = expected(kept, reader.calendar(), resolution);
          assertThat(read(reader, resolution)).isEqualTo(expected).isNotEmpty();
        }
        assertThat(reader.tunnels())
            .singleElement()
            .satisfies(tunnel -> assertThat(tunnel.protocol()).isEqualTo(Protocol.OPENVPN));
      }
    }
  }

  private static Map<Key, Amount> expected(
      KeptLedger kept, LedgerCalendar calendar, Resolution resolution) {
    Map<Key, Amount> sums = new HashMap<>();
    for (Entry entry : kept.entries()) {
      if (entry instanceof Entry.BucketClosed closed && closed.resolution() == resolution) {
        Key key = new Key(closed.tunnel(), closed.peer(), closed.bucket().start());
        sums.merge(key, closed.amount(), Amount::plus);
      }
    }
    for (TunnelState tunnel : kept.state().tunnels().values()) {
      addOpen(sums, calendar, resolution, tunnel.id(), null, tunnel.sums());
      tunnel
          .peers()
          .forEach(
              (key, peer) -> addOpen(sums, calendar, resolution, tunnel.id(), key, peer.sums()));
    }
    sums.values().removeIf(Amount::isZero);
    return sums;
  }

  private static void addOpen(
      Map<Key, Amount> sums,
      LedgerCalendar calendar,
      Resolution resolution,
      TunnelId tunnel,
      @Nullable PeerKey peer,
      Sums open) {
    Instant at = open.openAt();
    if (at != null) {
      Key key = new Key(tunnel, peer, calendar.bucketOf(resolution, at).start());
      sums.merge(key, open.of(resolution), Amount::plus);
    }
  }

  private static Map<Key, Amount> read(SqliteReader reader, Resolution resolution) {
    Map<Long, PeerRow> peers =
        reader.peers().stream().collect(Collectors.toMap(PeerRow::id, peer -> peer));
    Map<Long, TunnelId> tunnels =
        reader.tunnels().stream().collect(Collectors.toMap(TunnelRow::id, TunnelRow::tunnel));
    Map<Key, Amount> sums = new HashMap<>();
    for (UsageRow row : reader.peerUsage(resolution, FROM, TO, null)) {
      PeerRow peer = requireNonNull(peers.get(row.id()));
      sums.put(new Key(peer.tunnel(), peer.key(), row.start()), row.amount());
    }
    for (UsageRow row : reader.tunnelUsage(resolution, FROM, TO)) {
      sums.put(new Key(requireNonNull(tunnels.get(row.id())), null, row.start()), row.amount());
    }
    return sums;
  }

  private static void totalsAgree(SqliteReader reader, Resolution resolution) {
    List<UsageRow> all = reader.peerUsage(resolution, FROM, TO, null);
    Map<Long, Amount> totals = new HashMap<>();
    all.forEach(row -> totals.merge(row.id(), row.amount(), Amount::plus));
    assertThat(reader.peerTotals(resolution, FROM, TO)).isEqualTo(totals);
    if (!all.isEmpty()) {
      // Any moments, not only a bucket's bounds: asking for some peers is asking for all of them.
      Instant from = all.get(all.size() / 3).start().plusSeconds(1);
      Instant to = all.getLast().start().plusSeconds(1);
      Set<Long> some = Set.of(all.getFirst().id(), all.getLast().id(), -1L);
      if (from.isBefore(to)) {
        assertThat(reader.peerUsage(resolution, from, to, some))
            .isEqualTo(
                reader.peerUsage(resolution, from, to, null).stream()
                    .filter(row -> some.contains(row.id()))
                    .toList());
      }
    }
    assertThat(reader.peerUsage(resolution, FROM, TO, Set.of())).isEmpty();
  }
}
