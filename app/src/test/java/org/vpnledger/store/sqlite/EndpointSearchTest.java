package org.vpnledger.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.ledger.Entry;
import org.vpnledger.ledger.Event;
import org.vpnledger.ledger.EventType;
import org.vpnledger.store.EventQuery;
import org.vpnledger.store.EventRow;
import org.vpnledger.store.LedgerWriter.Durability;
import org.vpnledger.store.Retention;
import org.vpnledger.vpn.Address;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.EndpointFilter;
import org.vpnledger.vpn.Network;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/** What an index finds is exactly what is asked for, however an address is written. */
class EndpointSearchTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<String> HOSTS =
      List.of(
          "192.0.2.%d",
          "192.0.%d.7",
          "10.%d.0.1",
          "1%d.2.3.4",
          "2001:db8::%x",
          "2001:db8:0:%x::1",
          "2001:db8:%x::",
          "%x::",
          "::%x",
          "::ffff:192.0.2.%d",
          "fe80::%x%%eth0",
          "2001:db8:1:2:3:4:5:%x");

  @TempDir Path folder;
  private final Random random = new Random(6);
  private final List<Endpoint> endpoints = new ArrayList<>();
  private Path file = Path.of("");

  @BeforeEach
  void write_the_ledger() {
    file = folder.resolve("ledger.db");
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      String host = HOSTS.get(random.nextInt(HOSTS.size())).formatted(1 + random.nextInt(80));
      endpoints.add(new Endpoint(host, 1 + random.nextInt(3)));
      Endpoint old = i % 3 == 0 && i > 0 ? endpoints.get(random.nextInt(i)) : null;
      entries.add(
          new Entry.Happened(
              new Event(
                  old == null ? EventType.ONLINE : EventType.ROAMED,
                  new TunnelId("kernel", "wg0"),
                  new PeerKey("peer " + i % 50),
                  null,
                  AT,
                  AT,
                  endpoints.get(i),
                  old,
                  null,
                  null)));
    }
    try (SqliteWriter writer = SqliteWriter.open(file, Retention.DEFAULT)) {
      writer.calendar(ZoneId.of("UTC"), AT);
      writer.commit(entries, Durability.PROCESS);
    }
  }

  @Test
  void the_search_finds_what_the_filter_means_and_nothing_else() {
    try (SqliteReader reader = SqliteReader.open(file)) {
      List<EventRow> all = events(reader, null);
      assertThat(all).hasSize(3_000);
      int found = 0;
      for (int i = 0; i < 300; i++) {
        EndpointFilter filter = filter();
        List<EventRow> wanted =
            all.stream()
                .filter(row ->
                    matches(filter, row.event().endpoint())
                        || matches(filter, row.event().oldEndpoint()))
                .toList();
        assertThat(events(reader, filter)).as(filter.toString()).isEqualTo(wanted);
        assertThat(reader.peersSeenAt(filter).isEmpty())
            .as(filter.toString())
            .isEqualTo(endpoints.stream().noneMatch(filter::matches));
        found += wanted.size();
      }
      assertThat(found).isGreaterThan(10_000);
    }
  }

  private List<EventRow> events(SqliteReader reader, @Nullable EndpointFilter filter) {
    return reader.events(
        new EventQuery(Instant.EPOCH, Instant.MAX, null, null, null, filter, 10_000));
  }

  private static boolean matches(EndpointFilter filter, @Nullable Endpoint endpoint) {
    return endpoint != null && filter.matches(endpoint);
  }

  private EndpointFilter filter() {
    Endpoint endpoint = endpoints.get(random.nextInt(endpoints.size()));
    String host = endpoint.host().replaceFirst("%.*", "");
    Address address = Objects.requireNonNull(Address.parse(host));
    int widest = address.isIpv4() ? 32 : 128;
    int prefix = random.nextBoolean() ? widest : random.nextInt(widest + 1);
    return new EndpointFilter(
        new Network(address, prefix), null, random.nextInt(3) == 0 ? endpoint.port() : null);
  }
}
