package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several sources beside each other. */
@RequiresLab
@Timeout(90)
final class SourcesTest {
  private static final int MEGABYTE = 1_000_000;

  @Test
  void two_tunnels_of_one_name_in_two_sources_stay_apart() {
    try (Gateway near = Gateway.withPeers(2);
        Gateway far = Gateway.withPeers(1);
        Folder folder = Folder.create()) {
      Path script = folder.write("dump", dumpUnderTheNameOf(near, far), "rwx------");
      String second =
          """

          [[source]]
          name = "far"
          type = "command"
          command = ["%s"]
          """
              .formatted(script);
      try (Ledger ledger = Ledger.start(Ledger.configOf(near) + second)) {
        near.clients().forEach(client -> near.traffic().transfer(client, MEGABYTE, 0));
        far.traffic().transfer(far.client(0), 0, 3 * MEGABYTE);
        far.hush();
        Map<String, Bytes> ownFar = Books.own(far);
        Map<String, Bytes> ownNear = Books.settle(near, ledger);
        Eventually.see(
            "the far tunnel's counters " + ownFar,
            Eventually.PATIENCE,
            () -> Books.status(ledger, "far"),
            ownFar::equals);
        assertThat(ledger.status()).hasSize(3);
        assertThat(ledger.status()).allMatch(row -> row.has("tunnel", near.interfaceName()));
        ledger.stop();
        assertThat(Books.total(ledger, Books.SOURCE)).isEqualTo(ownNear);
        assertThat(Books.total(ledger, "far")).isEqualTo(ownFar);
      }
    }
  }

  /**
   * A script that prints what {@code wg show all dump} would if the far one had the near's name.
   */
  private static String dumpUnderTheNameOf(Gateway near, Gateway far) {
    return """
    #!/bin/sh
    dump=$(ip netns exec %s wg show %s dump) || exit 1
    printf '%%s\\n' "$dump" | sed 's/^/%s\t/'
    """
        .formatted(far.namespace().name(), far.interfaceName(), near.interfaceName());
  }

  @Test
  void a_command_that_hangs_is_told_and_delays_no_other_source() {
    String hanging =
        """

        [[source]]
        name = "stuck"
        type = "command"
        command = ["/bin/sleep", "600"]
        timeout = 1
        """;
    try (Gateway gateway = Gateway.withPeers(1);
        Ledger ledger = Ledger.start(Ledger.configOf(gateway) + hanging)) {
      Eventually.holds("the failure is told", Eventually.PATIENCE, () -> isToldToFail(ledger));
      for (int round = 0; round < 3; round++) {
        gateway.traffic().transfer(gateway.client(0), MEGABYTE, MEGABYTE);
        Books.settle(gateway, ledger);
        gateway.wake();
      }
      // What hangs is ended: it must not pile up, poll by poll.
      assertThat(ledger.process().descendants().count()).isLessThanOrEqualTo(2);
      Map<String, Bytes> own = Books.settle(gateway, ledger);
      ledger.stop();
      assertThat(Books.total(ledger, Books.SOURCE)).isEqualTo(own);
    }
  }

  private static boolean isToldToFail(Ledger ledger) {
    return ledger.events("SOURCE_FAILED", null).stream().anyMatch(row -> row.has("source", "stuck"))
        || ledger.output().lines().anyMatch(line -> line.contains("stuck"));
  }
}
