package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every byte that the interface counted is booked, and none twice. */
@RequiresLab
@Timeout(150)
final class ExactnessTest {
  private static final int MEGABYTE = 1_000_000;

  @Test
  void what_three_peers_move_is_booked_to_the_byte() {
    try (Gateway gateway = Gateway.withPeers(3);
        Ledger ledger = Ledger.over(gateway)) {
      awaitPeers(ledger, 3);
      gateway.traffic().transfer(gateway.client(0), 5 * MEGABYTE, 0);
      gateway.traffic().transfer(gateway.client(1), 0, 7 * MEGABYTE);
      gateway.traffic().transfer(gateway.client(2), 2 * MEGABYTE, 3 * MEGABYTE);
      Map<String, Bytes> own = Books.settle(gateway, ledger);
      ledger.stop();
      assertThat(Books.total(ledger, Books.SOURCE)).isEqualTo(own);
      // It was watched from before the first handshake, so nothing was there already.
      assertThat(Books.carriedIn(ledger).values()).containsOnly(Bytes.NONE);
    }
  }

  @Test
  void what_was_moved_before_anyone_watched_is_carried_in_and_no_usage() {
    try (Gateway gateway = Gateway.withPeers(2)) {
      gateway.traffic().transfer(gateway.client(0), MEGABYTE, MEGABYTE);
      gateway.ping(gateway.client(1));
      gateway.hush();
      Map<String, Bytes> before = Books.own(gateway);
      try (Ledger ledger = Ledger.over(gateway)) {
        awaitPeers(ledger, 2);
        // What is carried in is so once: the second start has seen those counters before.
        ledger.restart();
        gateway.wake();
        gateway.traffic().transfer(gateway.client(0), MEGABYTE, 0);
        Map<String, Bytes> own = Books.settle(gateway, ledger);
        ledger.stop();
        assertThat(Books.carriedIn(ledger)).isEqualTo(before);
        assertThat(Books.total(ledger, Books.SOURCE)).isEqualTo(own);
      }
    }
  }

  @Test
  void ten_crashes_under_traffic_lose_no_byte_and_book_none_twice() {
    long seed = System.nanoTime();
    System.out.println("Moments of the crashes: seed " + seed);
    Random random = new Random(seed);
    try (Gateway gateway = Gateway.withPeers(2);
        Ledger ledger = Ledger.over(gateway)) {
      awaitPeers(ledger, 2);
      gateway.clients().forEach(gateway::ping);
      gateway.clients().forEach(client -> gateway.traffic().startStream(client, 20));
      for (int crash = 0; crash < 10; crash++) {
        // Some in the midst of starting, some in the midst of work.
        if (random.nextInt(3) > 0) {
          ledger.awaitReady();
        }
        Eventually.pause(Duration.ofMillis(random.nextInt(2500)));
        ledger.kill9();
        ledger.spawn();
      }
      ledger.awaitReady();
      assertThat(gateway.traffic().isStreaming()).isTrue();
      gateway.traffic().stopStreams();
      Map<String, Bytes> own = Books.settle(gateway, ledger);
      ledger.stop();
      assertThat(Books.total(ledger, Books.SOURCE)).isEqualTo(own);
      assertThat(own.values()).allMatch(bytes -> bytes.rx() > MEGABYTE && bytes.tx() > MEGABYTE);
      assertThat(ledger.events("REMOVED", null)).isEmpty();
    }
  }

  private static void awaitPeers(Ledger ledger, int count) {
    Eventually.see(
        count + " peers in the status",
        Eventually.PATIENCE,
        ledger::status,
        rows -> rows.size() == count);
  }
}
