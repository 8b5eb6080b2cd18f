package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the daemon knows at once of a tunnel in user space, although it looks once a minute. */
@RequiresLab
@Timeout(120)
final class NoticingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Far from any next look, and with room for a machine that is busy. */
  private static final Duration SOON = Duration.ofSeconds(4);

  private static String configuration(Gateway gateway) {
    return """
    threshold = 30
    [[source]]
    name = "%s"
    netns = "%s"
    """
        .formatted(Books.SOURCE, gateway.namespace().name());
  }

  @Test
  void a_handshakes_packets_call_for_a_look() {
    try (Gateway gateway = Gateway.withPeers(2);
        Ledger ledger = Ledger.startLookingOnceAMinute(configuration(gateway), List.of())) {
      Eventually.holds("both are known", PATIENCE, () -> ledger.status().size() == 2);
      gateway.ping(gateway.client(0));
      Eventually.holds(
          "it is online",
          SOON,
          () -> ledger.output().contains("ONLINE " + gateway.interfaceName()));
      assertThat(ledger.status()).allMatch(row -> row.has("handshakes_noticed_by", "packets"));
    }
  }

  @Test
  void without_the_right_to_see_packets_everything_else_goes_on() {
    List<String> fewer = List.of("setpriv", "--bounding-set=-net_raw", "--inh-caps=-net_raw");
    try (Gateway gateway = Gateway.withPeers(1);
        Ledger ledger = Ledger.start(configuration(gateway), fewer)) {
      gateway.ping(gateway.client(0));
      Eventually.holds(
          "it is online",
          PATIENCE,
          () -> ledger.output().contains("ONLINE " + gateway.interfaceName()));
      assertThat(ledger.status()).allMatch(row -> row.has("handshakes_noticed_by", "polls"));
      assertThat(ledger.output()).contains("CAP_NET_RAW would let their packets tell");
    }
  }
}
