package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Interfaces come and go; the ledger of their peers goes on. */
@RequiresLab
@Timeout(90)
final class InterfaceLifeTest {
  private static final int MEGABYTE = 1_000_000;

  @Test
  void an_interface_that_is_deleted_and_made_anew_ends_sessions_but_not_totals() {
    try (Gateway gateway = Gateway.withPeers(2);
        Ledger ledger = Ledger.over(gateway)) {
      gateway.clients().forEach(c -> gateway.traffic().transfer(c, MEGABYTE, MEGABYTE));
      Map<String, Bytes> before = Books.settle(gateway, ledger);

      gateway.deleteInterface();
      Row down = await(ledger, "TUNNEL_DOWN", 0);
      assertThat(down.text("tunnel")).isEqualTo(gateway.interfaceName());
      Eventually.see(
          "both sessions have ended",
          Eventually.PATIENCE,
          ledger::sessions,
          rows -> rows.size() == 2 && rows.stream().allMatch(r -> r.find("session_end") != null));

      gateway.recreateInterface();
      await(ledger, "TUNNEL_UP", down.number("seq"));
      assertGoesOn(gateway, ledger, before);
    }
  }

  @Test
  void an_interface_whose_process_crashed_leaves_a_dead_socket_and_its_totals_go_on() {
    try (Gateway gateway = Gateway.withPeers(2);
        Ledger ledger = Ledger.over(gateway)) {
      gateway.clients().forEach(c -> gateway.traffic().transfer(c, MEGABYTE, MEGABYTE));
      Map<String, Bytes> before = Books.settle(gateway, ledger);
      gateway.crashInterface();
      Eventually.see(
          "the loss is told, in whichever way",
          Eventually.PATIENCE,
          () -> ledger.json("events"),
          rows ->
              rows.stream()
                  .anyMatch(r -> r.has("type", "TUNNEL_DOWN") || r.has("type", "SOURCE_FAILED")));
      gateway.recreateInterface();
      assertGoesOn(gateway, ledger, before);
    }
  }

  /** More is moved than before, so that no counter shows the reset by its value in the end. */
  private static void assertGoesOn(Gateway gateway, Ledger ledger, Map<String, Bytes> before) {
    gateway.reconnectAll();
    gateway.clients().forEach(c -> gateway.traffic().transfer(c, 2 * MEGABYTE, 2 * MEGABYTE));
    Map<String, Bytes> after = Books.settle(gateway, ledger);
    ledger.stop();
    assertThat(Books.total(ledger, Books.SOURCE)).isEqualTo(Books.sum(before, after));
    assertThat(ledger.events("REMOVED", null)).isEmpty();
  }

  @Test
  void a_tunnel_that_is_not_there_yet_is_waited_for_and_said_to_be() {
    try (Gateway gateway = Gateway.withPeers(3)) {
      gateway.deleteInterface();
      try (Ledger ledger = Ledger.over(gateway)) {
        Eventually.see(
            "the daemon names the tunnel that it waits for",
            Eventually.PATIENCE,
            ledger::output,
            output -> output.contains(gateway.interfaceName()));
        assertThat(ledger.status()).isEmpty();
        gateway.recreateInterface();
        Eventually.see(
            "its peers are there",
            Eventually.PATIENCE,
            ledger::status,
            rows ->
                rows.size() == 3
                    && rows.stream().allMatch(r -> r.has("tunnel", gateway.interfaceName())));
      }
    }
  }

  private static Row await(Ledger ledger, String type, long afterSeq) {
    return Eventually.see(
            type + " after event " + afterSeq,
            Eventually.PATIENCE,
            () ->
                ledger.events(type, null).stream()
                    .filter(row -> row.number("seq") > afterSeq)
                    .toList(),
            events -> !events.isEmpty())
        .getFirst();
  }
}
