package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * wg-easy in a container as the runtimes' own files tell of it: they name a process that lives in a
 * network namespace with a real tunnel, and the folder that the container sees as its
 * /etc/wireguard.
 */
@RequiresLab
@Timeout(120)
final class ContainerTest {
  private static final int MEGABYTE = 1_000_000;

  @ParameterizedTest
  @EnumSource
  void wg_easy_works_out_of_the_box_with_its_tunnel_and_its_names(Engine engine) {
    try (Gateway gateway = Gateway.withPeers(2);
        FakeContainer container = FakeContainer.start(engine, "wg-easy", gateway);
        Ledger ledger = Ledger.start("threshold = 30\n", container.surroundings())) {
      Eventually.see(
          "both clients and their names, from the container called wg-easy",
          Eventually.PATIENCE,
          ledger::status,
          rows ->
              rows.stream().filter(row -> row.has("source", "wg-easy")).count() == 2
                  && rows.stream().anyMatch(row -> row.has("name", "Ann of client 0")));
      gateway.clients().forEach(c -> gateway.traffic().transfer(c, MEGABYTE, MEGABYTE));
      gateway.hush();
      Map<String, Bytes> own = Books.own(gateway);
      Eventually.see(
          "the container's own counters " + own,
          Eventually.PATIENCE,
          () -> Books.status(ledger, "wg-easy"),
          own::equals);
      assertThat(ledger.json("names"))
          .anyMatch(
              row -> row.text("name_origin").startsWith("container wg-easy: /etc/wireguard/"));
    }
  }

  @Test
  void a_container_that_is_started_again_is_found_again_by_its_name() {
    try (Gateway first = Gateway.withPeers(1);
        Gateway second = Gateway.withPeers(1);
        FakeContainer container = FakeContainer.start(Engine.DOCKER, "wg-easy", first);
        Ledger ledger =
            Ledger.start(
                "threshold = 30\n[[source]]\nnetns = \"docker:wg-easy\"\n",
                container.surroundings())) {
      Eventually.holds("its tunnel is read", Eventually.PATIENCE, () -> isRead(ledger, first));
      container.stop();
      Eventually.holds(
          "why is told",
          Eventually.PATIENCE,
          () -> ledger.output().contains("'wg-easy' does not run"));
      assertThat(ledger.events("TUNNEL_DOWN", null)).isNotEmpty();
      container.startIn(second);
      Eventually.holds("it is found again", Eventually.PATIENCE, () -> isRead(ledger, second));
    }
  }

  private static boolean isRead(Ledger ledger, Gateway gateway) {
    List<Row> rows = ledger.status();
    return rows.stream().anyMatch(row -> row.has("tunnel", gateway.interfaceName()));
  }
}
