package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Five people come, go, roam, are removed, and share a key: the audit log tells it all. */
@RequiresLab
@Timeout(180)
final class AuditTest {
  private static final Duration THRESHOLD = Duration.ofSeconds(60);
  private static final Pattern TIME =
      Pattern.compile("(\\d{4}-\\d\\d-\\d\\d )?\\d\\d:\\d\\d:\\d\\d");

  @Test
  void the_audit_log_of_five_peers_is_the_expected_one_and_proves_itself() {
    try (Gateway gateway = Gateway.withPeers(5);
        Ledger ledger = Ledger.start(config(gateway))) {
      List<String> expected = new ArrayList<>();
      String wg = gateway.interfaceName();
      expected.add("T Monitor started | Interval: 1s, Threshold: 60s, Stats: 3600s");
      gateway.clients().stream()
          .map(client -> who(wg, client, "N/A"))
          .sorted()
          .forEach(who -> expected.add("T OFFLINE " + who + " new (handshake: Never)"));
      await(ledger, expected);
      for (Client client : gateway.clients()) {
        gateway.ping(client);
        String at = client.firstAddress() + ":51820";
        expected.add("T ONLINE  " + who(wg, client, at) + " (handshake: T)");
        await(ledger, expected);
      }

      Client roaming = gateway.client(1);
      gateway.moveTo(roaming, "192.0.2.201");
      expected.add(roamed(wg, roaming, roaming.firstAddress(), "192.0.2.201"));
      await(ledger, expected);
      Client shared = gateway.client(2);
      List<String> places = List.of(shared.firstAddress(), "192.0.2.202");
      for (int i = 0; i < 4; i++) {
        gateway.moveTo(shared, places.get((i + 1) % 2));
        expected.add(roamed(wg, shared, places.get(i % 2), places.get((i + 1) % 2)));
        await(ledger, expected);
      }
      Client removed = gateway.client(3);
      gateway.removePeer(removed);
      String last = who(wg, removed, removed.firstAddress() + ":51820");
      expected.add("T [WARN] REMOVED " + last + " (handshake: T)");
      await(ledger, expected);

      // Presence follows the last handshake, and the next one would come after two minutes.
      List<String> silent = new ArrayList<>();
      Map<Client, String> lastPlaces =
          Map.of(
              gateway.client(0),
              gateway.client(0).firstAddress(),
              roaming,
              "192.0.2.201",
              shared,
              shared.firstAddress(),
              gateway.client(4),
              gateway.client(4).firstAddress());
      lastPlaces.forEach((client, at) ->
          silent.add("T OFFLINE " + who(wg, client, at + ":51820") + " (handshake: T)"));
      int before = expected.size();
      List<String> ended =
          Eventually.see(
              "everybody is offline",
              THRESHOLD.plus(Eventually.PATIENCE),
              () -> lines(ledger),
              lines -> lines.size() >= before + silent.size());
      assertThat(ended.subList(0, before)).isEqualTo(expected);
      assertThat(ended.subList(before, ended.size())).containsExactlyInAnyOrderElementsOf(silent);
      expected.addAll(ended.subList(before, ended.size()));
      Row twice = ledger.events("SHARED_KEY", shared.key()).getFirst();
      assertThat(List.of(twice.text("endpoint"), twice.text("old_endpoint")))
          .containsExactlyInAnyOrder(places.get(0) + ":51820", places.get(1) + ":51820");

      ledger.stop();
      expected.add("T Monitor stopped gracefully.");
      assertThat(lines(ledger)).isEqualTo(expected);
      Command.Result whole = ledger.run("audit", "verify");
      assertThat(whole.out())
          .doesNotContain("NOT WHOLE")
          .contains(expected.size() + " lines are whole");
      assertThat(whole.exitCode()).isZero();
      Command.of(List.of("sed", "-i", "7s/192.0.2/198.51.100/", log(ledger).toString())).output();
      Command.Result changed = ledger.run("audit", "verify");
      assertThat(changed.out()).contains("NOT WHOLE").contains("line 7 was changed");
      assertThat(changed.exitCode()).isEqualTo(3);
    }
  }

  private static String config(Gateway gateway) {
    return Ledger.configOf(gateway).replace("threshold = 30", "threshold = 60");
  }

  private static void await(Ledger ledger, List<String> expected) {
    Eventually.see(
        "the audit log", Eventually.PATIENCE, () -> lines(ledger), lines -> lines.equals(expected));
  }

  private static String who(String wg, Client client, String endpoint) {
    String key = client.key();
    return "[%s] %s...%s (%s) [IP: %s]"
        .formatted(wg, key.substring(0, 8), key.substring(36), endpoint, client.tunnelAddress());
  }

  private static String roamed(String wg, Client client, String from, String to) {
    return "T ROAMING %s %s:51820 → %s:51820".formatted(who(wg, client, to + ":51820"), from, to);
  }

  private static List<String> lines(Ledger ledger) {
    return text(log(ledger)).lines().map(line -> TIME.matcher(line).replaceAll("T")).toList();
  }

  private static Path log(Ledger ledger) {
    return ledger.folder().resolve("logs/wg_monitor.log");
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
