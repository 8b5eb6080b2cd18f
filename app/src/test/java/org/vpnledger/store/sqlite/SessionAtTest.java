package org.vpnledger.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.ledger.Session;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.PeerKey;

class SessionAtTest {
  private static final Instant START = Instant.parse("2026-06-01T10:00:00Z");

  @TempDir Path folder;
  private final SteadyTunnel tunnel = new SteadyTunnel("wg0", START);

  private @Nullable Session at(PeerKey peer, Instant noticed) {
    try (SqliteReader reader = SqliteReader.open(folder.resolve("ledger.db"))) {
      return reader.sessionAt(tunnel.id(), peer, noticed);
    }
  }

  @Test
  void a_session_is_found_while_it_goes_on_and_until_its_end_was_noticed() {
    try (KeptLedger ledger = new KeptLedger(folder.resolve("ledger.db"), ZoneOffset.UTC)) {
      ledger.read(tunnel.read());
      ledger.read(tunnel.pass(Duration.ofSeconds(5)).move(7).read());
      Session going = Objects.requireNonNull(at(SteadyTunnel.ANN, tunnel.wall()));
      assertThat(going.isOpen()).isTrue();
      assertThat(going.moved()).isEqualTo(new Counters(7, 7));
      assertThat(at(SteadyTunnel.ANN, START.minusSeconds(1))).isNull();
      assertThat(at(new PeerKey("nobody"), START)).isNull();
      PeerKey other = new PeerKey("other");
      ledger.read(
          tunnel.pass(Duration.ofSeconds(5)).show(other, 0, 0).remove(SteadyTunnel.ANN).read());
      Session ended = Objects.requireNonNull(at(SteadyTunnel.ANN, tunnel.wall()));
      assertThat(ended.isOpen()).isFalse();
      assertThat(ended.moved()).isEqualTo(new Counters(7, 7));
      assertThat(at(SteadyTunnel.ANN, tunnel.wall().plusSeconds(1))).isNull();
    }
  }
}
