package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What wg_monitor's options do to a daemon over two real tunnels. */
@RequiresLab
@Timeout(180)
final class MonitorOptionsTest {
  private static final Pattern STATISTICS =
      Pattern.compile(
          "(?m)^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d Statistics \\| Checks: (\\d+), Failures: 0,"
              + " Changes: (\\d+), Errors: 0, Peers: (\\d+)$");

  @Test
  void interface_leaves_the_other_out_debug_tells_of_looks_and_statistics_come_at_the_end() {
    try (Gateway one = Gateway.withPeers(2);
        Gateway other = Gateway.withPeers(1);
        Ledger ledger =
            Ledger.start(
                """
                threshold = 30
                interface = ["%s", "%s"]
                debug = true
                """
                    .formatted(one.interfaceName(), "not-there-yet"))) {
      one.ping(one.client(0));
      other.ping(other.client(0));
      Eventually.holds(
          "it is online",
          Eventually.PATIENCE,
          () -> !ledger.events("ONLINE", one.client(0).key()).isEmpty());
      assertThat(ledger.output())
          .contains("waiting  for interface not-there-yet, which is not there")
          .contains("DEBUG source uapi: looked: " + one.interfaceName() + " read, peers: 2")
          .doesNotContain(other.interfaceName())
          .doesNotContain(one.keys().privateKey())
          .doesNotContain(one.client(0).presharedKey());
      assertThat(ledger.status()).allMatch(row -> row.has("tunnel", one.interfaceName()));

      ledger.stop();
      String end =
          ledger.output().substring(ledger.output().indexOf("Monitor stopped gracefully."));
      Matcher statistics = STATISTICS.matcher(end);
      assertThat(statistics.find()).as(end).isTrue();
      assertThat(Integer.parseInt(statistics.group(1))).isGreaterThan(2);
      assertThat(statistics.group(2)).isEqualTo("1");
      assertThat(statistics.group(3)).isEqualTo("2");
    }
  }
}
