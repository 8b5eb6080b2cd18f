package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The unit as it is shipped, in its sandbox, under a real systemd and over a real tunnel. */
@RequiresLab
@Timeout(180)
final class SystemdTest {

  @Test
  void the_service_runs_in_its_sandbox_reloads_ends_and_is_started_again_when_it_hangs() {
    try (Gateway gateway = Gateway.withPeers(1);
        Systemd systemd = new Systemd(gateway)) {
      systemd.await("ActiveState", "active"); // only once the daemon has said that it is ready
      gateway.ping(gateway.client(0));
      Eventually.see(
          "the status",
          Eventually.PATIENCE,
          () -> systemd.show("StatusText"),
          text -> text.contains("1 online"));

      String pid = systemd.show("MainPID");
      String rights =
          systemd.run("grep", "-E", "^(Cap|NoNew|Seccomp:)", "/proc/" + pid + "/status").out();
      assertThat(rights.lines().map(line -> line.replaceAll("\\s+", " ")))
          .contains(
              "CapEff: 0000000000003000",
              "CapBnd: 0000000000003000",
              "NoNewPrivs: 1",
              "Seccomp: 2");
      assertThat(systemd.run("cat", "/var/log/wg_monitor.log").out())
          .contains(" Monitor started | ", " ONLINE  [" + gateway.interfaceName() + "]");
      String modes =
          systemd.run("stat", "-c", "%a", "/var/lib/vpnledger", "/var/log/wg_monitor.log").out();
      assertThat(modes.lines()).containsExactly("750", "640");

      String online =
          Eventually.see(
              "the journal",
              Eventually.PATIENCE,
              () ->
                  systemd
                      .run("journalctl", "-o", "json", "-t", "vpnledger", "VPNLEDGER_EVENT=ONLINE")
                      .out(),
              text -> !text.isBlank());
      assertThat(online)
          .contains("\"VPNLEDGER_PEER\":\"" + gateway.client(0).key(), "\"PRIORITY\":\"5\"");

      assertThat(systemd.run("systemctl", "reload", "vpnledger").exitCode()).isZero();
      assertThat(systemd.show("MainPID")).isEqualTo(pid);

      systemd.run("kill", "-STOP", pid); // it hangs
      Eventually.see(
          "another process",
          Eventually.PATIENCE,
          () -> systemd.show("MainPID"),
          now -> !now.equals(pid) && !now.equals("0"));
      systemd.await("ActiveState", "active");
      assertThat(systemd.show("NRestarts")).isEqualTo("1");

      assertThat(systemd.run("systemctl", "stop", "vpnledger").exitCode()).isZero();
      assertThat(systemd.show("Result")).isEqualTo("success");
      assertThat(systemd.run("cat", "/var/log/wg_monitor.log").out())
          .endsWith(" Monitor stopped gracefully.\n");
    }
  }
}
