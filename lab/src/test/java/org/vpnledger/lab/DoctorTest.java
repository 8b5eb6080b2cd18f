package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A gateway that is well; then one thing after the other is broken, named, and mended as advised.
 */
@RequiresLab
@Timeout(240)
final class DoctorTest {

  /** In the namespace of the tunnel, as on a gateway. */
  private static Command.Result doctor(Gateway gateway, Ledger ledger) {
    List<String> words = new ArrayList<>();
    words.add(Surroundings.launcher().toString());
    words.addAll(List.of("--config", ledger.folder().resolve("vpnledger.toml").toString()));
    words.addAll(List.of("--data-dir", ledger.folder().resolve("data").toString()));
    words.addAll(List.of("--log-dir", ledger.folder().resolve("logs").toString()));
    words.add("doctor");
    return gateway.namespace().command(words.toArray(String[]::new)).run();
  }

  private static void awaitWell(Gateway gateway, Ledger ledger) {
    Eventually.see(
        "all is well",
        Eventually.PATIENCE,
        () -> doctor(gateway, ledger),
        result -> result.exitCode() == 0 && result.out().contains("\nall is well"));
  }

  /** Problems only, each with its advice, with single spaces. */
  private static List<String> problems(Gateway gateway, Ledger ledger) {
    Command.Result result = doctor(gateway, ledger);
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).as(result.out()).isEqualTo(3);
    return result
        .out()
        .replaceAll("\n +->", " ->")
        .lines()
        .filter(line -> line.startsWith("problem "))
        .map(line -> line.replaceAll(" +", " "))
        .toList();
  }

  @Test
  void what_is_broken_on_a_real_gateway_is_named_and_the_advice_mends_it() throws IOException {
    try (Gateway gateway = Gateway.withPeers(2)) {
      gateway.clients().forEach(gateway::ping);
      try (Ledger ledger = Ledger.over(gateway)) {
        awaitWell(gateway, ledger);
        String name = gateway.interfaceName();
        Path data = ledger.folder().resolve("data");
        assertThat(doctor(gateway, ledger).out())
            .contains(name + "@uapi: 2 of 2 peers have shaken hands, UDP port 51820")
            .contains("runs: process " + ledger.process().pid() + ", ")
            .contains("wg_monitor.log has every event")
            .contains("ledger.db is whole, ")
            .contains("the daemon (user 0) has all it needs")
            // The daemon is in another namespace than the interface, where it hears no packets.
            .contains("on %s@uapi are noticed by polls; packets would be sooner".formatted(name));

        gateway.hush();
        assertThat(problems(gateway, ledger))
            .containsExactly(
                "problem tunnels %1$s@uapi: the interface is down -> ip link set %1$s up"
                    .formatted(name));
        gateway.namespace().ip("link", "set", name, "up");
        awaitWell(gateway, ledger);

        Path key = data.resolve("audit.key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(problems(gateway, ledger))
            .containsExactly(
                "problem permissions %1$s has mode 644: others could sign as this ledger -> chmod 600 %1$s"
                    .formatted(key));
        Command.of("chmod", "600", key.toString()).output();
        awaitWell(gateway, ledger);

        ledger.kill9();
        assertThat(problems(gateway, ledger))
            .singleElement()
            .asString()
            .startsWith("problem daemon nothing is logged: no daemon keeps the ledger in " + data);
        ledger.spawn();
        ledger.awaitReady();
        awaitWell(gateway, ledger);

        gateway.deleteInterface();
        List<String> gone =
            Eventually.see(
                "the ledger knows that it went",
                Eventually.PATIENCE,
                () -> problems(gateway, ledger),
                lines -> lines.size() == 2);
        assertThat(gone.getFirst())
            .startsWith("problem tunnels no interface " + name + ", which the settings name");
        assertThat(gone.get(1)).startsWith("problem reads the daemon has read no tunnel yet, or");
      }
    }
  }
}
