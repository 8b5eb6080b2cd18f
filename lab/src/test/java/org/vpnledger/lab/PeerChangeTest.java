package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers are removed and added while the tunnel lives. */
@RequiresLab
@Timeout(90)
final class PeerChangeTest {
  private static final int MEGABYTE = 1_000_000;

  @Test
  void a_peer_that_is_removed_and_added_is_news_and_its_usage_goes_on() {
    try (Gateway gateway = Gateway.withPeers(2);
        Ledger ledger = Ledger.over(gateway)) {
      Client client = gateway.client(0);
      gateway.clients().forEach(c -> gateway.traffic().transfer(c, MEGABYTE, MEGABYTE));
      Bytes first = settledBytes(gateway, ledger, client);

      gateway.removePeer(client);
      long removed = await(ledger, "REMOVED", client, 0);
      gateway.addPeer(client);
      await(ledger, "ADDED", client, removed);
      gateway.wake();
      gateway.traffic().transfer(client, 2 * MEGABYTE, 0);
      Map<String, Bytes> own = Books.settle(gateway, ledger);
      ledger.stop();

      Map<String, Bytes> total = Books.total(ledger, Books.SOURCE);
      assertThat(total.get(client.key())).isEqualTo(bytes(own, client).plus(first));
      assertThat(total.get(gateway.client(1).key())).isEqualTo(bytes(own, gateway.client(1)));
      assertThat(ledger.events("REMOVED", gateway.client(1).key())).isEmpty();
    }
  }

  @Test
  void a_peer_that_begins_again_between_two_reads_is_a_reset_and_its_usage_goes_on() {
    try (Gateway gateway = Gateway.withPeers(1);
        Ledger ledger = Ledger.over(gateway)) {
      Client client = gateway.client(0);
      gateway.traffic().transfer(client, MEGABYTE, MEGABYTE);
      Bytes first = settledBytes(gateway, ledger, client);
      gateway.removePeer(client);
      gateway.addPeer(client);
      gateway.wake();
      gateway.ping(client);
      Bytes second = settledBytes(gateway, ledger, client);
      ledger.stop();
      assertThat(Books.total(ledger, Books.SOURCE))
          .isEqualTo(Map.of(client.key(), first.plus(second)));
    }
  }

  private static Bytes settledBytes(Gateway gateway, Ledger ledger, Client client) {
    return bytes(Books.settle(gateway, ledger), client);
  }

  private static Bytes bytes(Map<String, Bytes> byPeer, Client client) {
    return byPeer.getOrDefault(client.key(), Bytes.NONE);
  }

  /** The number of the first such event after another one. */
  private static long await(Ledger ledger, String type, Client client, long afterSeq) {
    return Eventually.see(
            type + " after event " + afterSeq,
            Eventually.PATIENCE,
            () ->
                ledger.events(type, client.key()).stream()
                    .filter(row -> row.number("seq") > afterSeq)
                    .toList(),
            events -> !events.isEmpty())
        .getFirst()
        .number("seq");
  }
}
