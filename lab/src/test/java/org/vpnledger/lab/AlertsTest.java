package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Faults of a real gateway become alerts of a real Prometheus with the shipped rules, which a real
 * Alertmanager with the shipped routes tells of, and tells when they are over.
 */
@RequiresLab
@RequiresTools({"prometheus", "prometheus-alertmanager"})
@Timeout(120)
final class AlertsTest {

  private static final String DUMP = "dump";

  private static final Fixtures FIXTURES = new Fixtures();
  private static Folder folder;
  private static AlertReceiver receiver;
  private static Alertmanager alertmanager;
  private static ScrapedGateway lab;

  @BeforeAll
  static void start() {
    int port = FreePort.find();
    int alertmanagerPort = FreePort.find();
    PrometheusServer prometheus =
        FIXTURES.keep(
            PrometheusServer.start(
                ShippedMonitoring.prometheus(port, alertmanagerPort), ShippedMonitoring.rules()));
    receiver = FIXTURES.keep(AlertReceiver.start());
    alertmanager =
        FIXTURES.keep(
            Alertmanager.start(alertmanagerPort, ShippedMonitoring.alertmanager(receiver.port())));
    folder = FIXTURES.keep(Folder.create());
    lab = FIXTURES.keep(ScrapedGateway.start(port, prometheus, 1, AlertsTest::settings));
    lab.prometheus().awaitScrapes();
  }

  @AfterAll
  static void stop() {
    FIXTURES.close();
  }

  /** Beside the tunnel there is a source that fails while its file is not there. */
  private static String settings(Gateway gateway) {
    return Ledger.configOf(gateway)
        + """
        [[source]]
        name = "file"
        type = "command"
        command = ["cat", "%s"]
        """
            .formatted(folder.write(DUMP, ""));
  }

  @Test
  void nobody_is_online_until_somebody_is() {
    Client client = lab.gateway().client(0);
    lab.gateway().removePeer(client); // whatever it did in another test
    lab.gateway().addPeer(client);
    int before = awaitFiring("WireGuardNoPeers", "/loud", 0);
    lab.gateway().ping(client);
    awaitResolved("WireGuardNoPeers", "/loud", before);
  }

  @Test
  void an_interface_that_crashes_is_told_of_until_it_is_back() {
    int before = receiver.notices().size();
    lab.gateway().crashInterface();
    try {
      before = awaitFiring("VPNLedgerTunnelDown", "/loud", before);
    } finally {
      lab.gateway().recreateInterface();
    }
    awaitResolved("VPNLedgerTunnelDown", "/loud", before);
  }

  @Test
  void a_source_that_fails_is_told_of_until_it_works() throws IOException {
    int before = receiver.notices().size();
    Files.delete(folder.resolve(DUMP));
    try {
      before = awaitFiring("VPNLedgerSourceFailing", "/quiet", before);
    } finally {
      folder.write(DUMP, "");
    }
    awaitResolved("VPNLedgerSourceFailing", "/quiet", before);
  }

  @Test
  void a_daemon_that_ended_is_told_of_until_it_is_back() {
    int before = receiver.notices().size();
    lab.ledger().stop();
    try {
      before = awaitFiring("WireGuardExporterDown", "/loud", before);
    } finally {
      lab.ledger().spawn();
    }
    lab.ledger().awaitReady();
    awaitResolved("WireGuardExporterDown", "/loud", before);
  }

  /** Waits until that is told, and is in the list of its API; returns how much was told so far. */
  private static int awaitFiring(String alert, String path, int since) {
    int told = await(new AlertReceiver.Notice(path, alert, "firing"), since);
    assertThat(alertmanager.firing()).contains(alert);
    return told;
  }

  private static void awaitResolved(String alert, String path, int since) {
    await(new AlertReceiver.Notice(path, alert, "resolved"), since);
    assertThat(alertmanager.firing()).doesNotContain(alert);
    assertThat(lab.prometheus().log("warn")).isEmpty(); // as of rules that fail
  }

  private static int await(AlertReceiver.Notice wanted, int since) {
    Eventually.see(
        wanted + " since number " + since,
        Eventually.PATIENCE,
        () -> {
          List<AlertReceiver.Notice> told = receiver.notices();
          return told.subList(Math.min(since, told.size()), told.size());
        },
        told -> told.contains(wanted));
    return receiver.notices().size();
  }
}
