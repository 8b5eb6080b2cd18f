package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the daemon knows at once of a tunnel in user space, although it looks once an hour. */
@RequiresLab
@Timeout(120)
final class NoticingTest {

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
        Ledger ledger = Ledger.startLookingOnceAnHour(configuration(gateway), List.of())) {
      Eventually.holds("both are known", Eventually.PATIENCE, () -> ledger.status().size() == 2);
      gateway.ping(gateway.client(0));
      Eventually.holds(
          "it is online",
          Eventually.PATIENCE,
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
          Eventually.PATIENCE,
          () -> ledger.output().contains("ONLINE " + gateway.interfaceName()));
      assertThat(ledger.status()).allMatch(row -> row.has("handshakes_noticed_by", "polls"));
      assertThat(ledger.output()).contains("CAP_NET_RAW would let their packets tell");
    }
  }
}
