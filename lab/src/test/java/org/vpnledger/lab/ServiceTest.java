package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The daemon as a service runs it: with the unit's rights, and a manager that listens. */
@RequiresLab
@Timeout(120)
final class ServiceTest {
  /** CAP_NET_ADMIN is 12, CAP_NET_RAW is 13. */
  private static final String TWO_CAPABILITIES = "0000000000003000";

  @Test
  void with_two_capabilities_it_reads_a_tunnel_and_tells_the_manager_how_it_does()
      throws IOException {
    try (Gateway gateway = Gateway.withPeers(2);
        Folder folder = Folder.create();
        Manager manager = new Manager(folder)) {
      gateway.ping(gateway.client(0));
      List<String> asTheUnit =
          List.of(
              "setpriv",
              "--bounding-set=-all,+net_admin,+net_raw",
              "--inh-caps=-all",
              "--no-new-privs",
              "env",
              "NOTIFY_SOCKET=" + manager.socket(),
              "WATCHDOG_USEC=1500000");
      try (Ledger ledger = Ledger.start(Ledger.configOf(gateway), asTheUnit)) {
        assertThat(capabilities(ledger)).contains("CapEff:\t" + TWO_CAPABILITIES);
        manager.await(1, "READY=1\nSTATUS=1 tunnel, 2 peers, 1 online");
        assertThat(ledger.status())
            .extracting(row -> row.has("online", "true"))
            .containsOnlyOnce(true);
        manager.await(3, "WATCHDOG=1");
        gateway.ping(gateway.client(1));
        manager.await(1, "STATUS=1 tunnel, 2 peers, 2 online");

        hangUp(ledger);
        manager.await(1, "RELOADING=1\nMONOTONIC_USEC=");
        manager.await(2, "READY=1");
        int signs = Math.toIntExact(manager.told().stream().filter("WATCHDOG=1"::equals).count());
        manager.await(signs + 2, "WATCHDOG=1"); // it lives on

        ledger.stop();
        manager.await(1, "STOPPING=1");
        assertThat(manager.told().getLast()).startsWith("STOPPING=1\n");
        assertThat(manager.told().getFirst()).startsWith("READY=1\n");
      }
    }
  }

  @Test
  void without_a_manager_a_hangup_does_not_end_it() {
    try (Gateway gateway = Gateway.withPeers(1);
        Ledger ledger = Ledger.start(Ledger.configOf(gateway), List.of("setsid"))) {
      hangUp(ledger);
      Eventually.see(
          "it says that it reloads",
          Eventually.PATIENCE,
          ledger::output,
          output -> output.contains("SIGHUP: log files are opened again"));
      assertThat(ledger.process().isAlive()).isTrue();
      ledger.stop();
    }
  }

  private static void hangUp(Ledger ledger) {
    Command.of("kill", "-HUP", Long.toString(ledger.process().pid())).output();
  }

  private static String capabilities(Ledger ledger) throws IOException {
    return Files.readString(Path.of("/proc", Long.toString(ledger.process().pid()), "status"));
  }
}
