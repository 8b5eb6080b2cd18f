package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The shipped example for Alertmanager, tried by its own tool. */
@RequiresTools("amtool")
final class AlertmanagerConfigTest {
  private static final String CONFIG =
      Surroundings.source("dist/prometheus/alertmanager.yml").toString();

  private static String receiverOf(String alert, String severity) {
    return Command.of(
            "amtool",
            "config",
            "routes",
            "test",
            "--config.file=" + CONFIG,
            "alertname=" + alert,
            "severity=" + severity)
        .output()
        .strip();
  }

  @Test
  void it_is_valid() {
    assertThat(Command.of("amtool", "check-config", CONFIG).output()).contains("SUCCESS");
  }

  @Test
  void only_what_is_critical_is_loud() {
    assertThat(receiverOf("WireGuardNoPeers", "critical")).isEqualTo("loud");
    assertThat(receiverOf("WireGuardPeerDown", "warning")).isEqualTo("quiet");
  }
}
