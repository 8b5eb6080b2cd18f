package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One configuration on several devices, each in a namespace of its own. */
@RequiresLab
@Timeout(120)
final class SharedKeyTest {

  @Test
  void one_configuration_on_two_devices_is_told_with_both_endpoints() {
    try (Gateway gateway = Gateway.withPeers(2);
        Ledger ledger = Ledger.over(gateway)) {
      Client client = gateway.client(0);
      List<Client> devices = List.of(client, gateway.twinOf(client));
      Row shared = alternate(gateway, ledger, devices, 6);

      assertThat(Set.of(shared.text("endpoint"), shared.text("old_endpoint")))
          .isEqualTo(endpoints(devices));
      assertThat(ledger.events("SHARED_KEY", gateway.client(1).key())).isEmpty();
      assertUsed(ledger, devices);
    }
  }

  @Test
  void three_devices_that_take_turns_are_told_too() {
    try (Gateway gateway = Gateway.withPeers(1);
        Ledger ledger = Ledger.over(gateway)) {
      Client client = gateway.client(0);
      List<Client> devices = List.of(client, gateway.twinOf(client), gateway.twinOf(client));
      Row shared = alternate(gateway, ledger, devices, 7);

      assertThat(endpoints(devices)).contains(shared.text("endpoint"), shared.text("old_endpoint"));
      assertUsed(ledger, devices);
    }
  }

  /** Each device shakes hands in turn, and is seen there before the next one does. */
  private static Row alternate(
      Gateway gateway, Ledger ledger, List<Client> devices, int handshakes) {
    String peer = devices.getFirst().key();
    for (int i = 0; i < handshakes && ledger.events("SHARED_KEY", peer).isEmpty(); i++) {
      Client device = devices.get(i % devices.size());
      gateway.callAgain(device);
      Eventually.holds(
          "the ledger sees " + device,
          Eventually.PATIENCE,
          () ->
              ledger.status().stream()
                  .filter(row -> row.has("peer", peer))
                  .anyMatch(row -> endpoint(device).equals(row.find("endpoint"))));
    }
    List<Row> shared = ledger.events("SHARED_KEY", peer);
    assertThat(shared).hasSize(1);
    return shared.getFirst();
  }

  /** Whoever asks about one of the addresses finds this client. */
  private static void assertUsed(Ledger ledger, List<Client> devices) {
    for (Client device : devices) {
      List<Row> sessions = ledger.json("sessions", "--endpoint", device.firstAddress());
      assertThat(sessions).hasSize(1);
      assertThat(sessions.getFirst().text("peer")).isEqualTo(device.key());
      assertThat(sessions.getFirst().text("endpoint_then")).isEqualTo(endpoint(device));
    }
    assertThat(
            ledger.json("addresses").stream()
                .map(row -> row.text("address"))
                .collect(Collectors.toSet()))
        .isEqualTo(devices.stream().map(Client::firstAddress).collect(Collectors.toSet()));
  }

  private static Set<String> endpoints(List<Client> devices) {
    return devices.stream().map(SharedKeyTest::endpoint).collect(Collectors.toSet());
  }

  private static String endpoint(Client device) {
    return device.firstAddress() + ":51820";
  }
}
