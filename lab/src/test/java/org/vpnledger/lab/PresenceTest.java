package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is there, and since when; the ledger's threshold is 30 s here. */
@RequiresLab
@Timeout(120)
final class PresenceTest {
  private static final Duration THRESHOLD = Duration.ofSeconds(30);

  /** Readings come once a second, handshakes are given in whole seconds. */
  private static final Duration GRAIN = Duration.ofSeconds(5);

  @Test
  void silence_ends_a_session_at_the_last_activity_and_a_return_from_elsewhere_is_roaming() {
    try (Gateway gateway = Gateway.withPeers(2);
        Ledger ledger = Ledger.over(gateway)) {
      Client client = gateway.client(0);
      String peer = client.key();
      gateway.ping(client);
      await(ledger, "ONLINE", peer, 1, Eventually.PATIENCE);

      gateway.ping(client);
      Instant silent = Instant.now();
      client.silence();
      Row offline = await(ledger, "OFFLINE", peer, 1, THRESHOLD.plus(Eventually.PATIENCE));
      assertThat(offline.time("happened_at")).isBetween(silent.minus(GRAIN), silent.plus(GRAIN));
      // Online depends on the handshake's age; the last activity may be a little later than that.
      assertThat(offline.time("noticed_at"))
          .isAfterOrEqualTo(offline.time("last_handshake").plus(THRESHOLD))
          .isAfter(offline.time("happened_at").plus(THRESHOLD).minus(GRAIN));
      assertThat(Duration.between(silent, Instant.now())).isGreaterThan(THRESHOLD.minus(GRAIN));
      assertThat(statusOf(ledger, peer).find("online")).isEqualTo("false");

      List<Row> sessions = sessionsOf(ledger, peer);
      assertThat(sessions).hasSize(1);
      assertThat(sessions.getFirst().time("session_end"))
          .isBetween(silent.minus(GRAIN), silent.plus(GRAIN));

      gateway.moveTo(client, "192.0.2.200");
      await(ledger, "ONLINE", peer, 2, Eventually.PATIENCE);
      Row roamed = await(ledger, "ROAMED", peer, 1, Eventually.PATIENCE);
      assertThat(roamed.text("old_endpoint")).isEqualTo(client.firstAddress() + ":51820");
      assertThat(roamed.text("endpoint")).isEqualTo("192.0.2.200:51820");
      Row status = statusOf(ledger, peer);
      assertThat(status.find("online")).isEqualTo("true");
      assertThat(status.text("endpoint")).isEqualTo("192.0.2.200:51820");

      // The other one never came: it is no one's guest, and not even offline is news about it.
      assertThat(ledger.events("OFFLINE", gateway.client(1).key())).isEmpty();
      assertThat(sessionsOf(ledger, gateway.client(1).key())).isEmpty();
    }
  }

  /** The last of so many events of this type about this peer. */
  private static Row await(Ledger ledger, String type, String peer, int count, Duration limit) {
    return Eventually.see(
            count + " of " + type,
            limit,
            () -> ledger.events(type, peer),
            events -> events.size() >= count)
        .getLast();
  }

  private static Row statusOf(Ledger ledger, String peer) {
    return ledger.status().stream().filter(row -> row.has("peer", peer)).findAny().orElseThrow();
  }

  private static List<Row> sessionsOf(Ledger ledger, String peer) {
    return ledger.sessions().stream().filter(row -> row.has("peer", peer)).toList();
  }
}
