package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tunnels in another network namespace than the daemon's. */
@RequiresLab
@Timeout(90)
final class NetnsSourceTest {
  private static final int MEGABYTE = 1_000_000;

  private static String configuration(String netns) {
    return """
    threshold = 30
    [[source]]
    name = "%s"
    netns = "%s"
    """
        .formatted(Books.SOURCE, netns);
  }

  @Test
  void only_the_tunnels_of_the_named_namespace_are_read_until_it_is_gone() {
    try (Gateway near = Gateway.withPeers(2);
        Gateway other = Gateway.withPeers(1);
        Ledger ledger = Ledger.start(configuration(near.namespace().name()))) {
      near.clients().forEach(client -> near.traffic().transfer(client, MEGABYTE, MEGABYTE));
      other.traffic().transfer(other.client(0), MEGABYTE, MEGABYTE);
      Map<String, Bytes> own = Books.settle(near, ledger);
      assertThat(ledger.status())
          .hasSize(2)
          .allMatch(row -> row.has("tunnel", near.interfaceName()));

      near.deleteInterface();
      Eventually.holds(
          "the loss is told", Eventually.PATIENCE, () -> isTold(ledger, "TUNNEL_DOWN"));
      near.recreateInterface();
      near.reconnectAll();
      near.clients().forEach(client -> near.traffic().transfer(client, MEGABYTE, MEGABYTE));
      Map<String, Bytes> more = Books.settle(near, ledger);
      ledger.stop();
      assertThat(Books.total(ledger, Books.SOURCE)).isEqualTo(Books.sum(own, more));
    }
  }

  @Test
  void a_namespace_that_is_deleted_and_made_anew_is_found_again() {
    String name;
    try (Gateway first = Gateway.withPeers(1)) {
      name = first.namespace().name();
      try (Ledger ledger = Ledger.start(configuration("/run/netns/" + name))) {
        first.traffic().transfer(first.client(0), MEGABYTE, 0);
        Books.settle(first, ledger);
        Command.of("ip", "netns", "del", name).output();
        Eventually.holds(
            "the loss is told", Eventually.PATIENCE, () -> isTold(ledger, "TUNNEL_DOWN"));
        Eventually.holds(
            "why is told",
            Eventually.PATIENCE,
            () -> ledger.output().contains("no network namespace /run/netns/" + name));
        Command.of("ip", "netns", "add", name).output();
        Eventually.holds(
            "it is found again",
            Eventually.PATIENCE,
            () -> ledger.output().contains("works again"));
      }
    }
  }

  @Test
  void a_process_names_the_namespace_that_it_is_in() {
    try (Gateway gateway = Gateway.withPeers(1);
        Background sleeper =
            Background.start(
                gateway.namespace().inside("sleep", "600"),
                Map.of(),
                java.nio.file.Path.of("/dev/null"))) {
      Eventually.holds(
          "the process is in the namespace",
          Eventually.PATIENCE,
          () ->
              gateway
                  .namespace()
                  .command("readlink", "/proc/self/ns/net")
                  .output()
                  .equals(
                      Command.of("readlink", "/proc/" + sleeper.handle().pid() + "/ns/net")
                          .output()));
      try (Ledger ledger = Ledger.start(configuration(Long.toString(sleeper.handle().pid())))) {
        gateway.traffic().transfer(gateway.client(0), MEGABYTE, MEGABYTE);
        Map<String, Bytes> own = Books.settle(gateway, ledger);
        ledger.stop();
        assertThat(Books.total(ledger, Books.SOURCE)).isEqualTo(own);
      }
    }
  }

  private static boolean isTold(Ledger ledger, String type) {
    return !ledger.events(type, null).isEmpty();
  }
}
