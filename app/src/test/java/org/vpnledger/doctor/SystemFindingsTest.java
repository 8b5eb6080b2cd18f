package org.vpnledger.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.config.ConfigException;
import org.vpnledger.config.Configuration;
import org.vpnledger.config.Surroundings;
import org.vpnledger.kernel.log.DynamicDebug;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.TunnelId;

/** What depends on the system around: over a root folder that looks like one. */
class SystemFindingsTest {
  private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");
  private static final Device DEVICE = new Device("U2VydmVy", 51820, 0);
  private static final long NET_ADMIN_AND_RAW = 0x3000;

  @TempDir Path folder;
  private Path system;

  @BeforeEach
  void make_a_root() throws IOException {
    system = Files.createDirectories(folder.resolve("system"));
  }

  private void write(String path, String text) throws IOException {
    Path file = system.resolve(path.substring(1));
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Premises premises(String toml, TunnelLook look) throws IOException, ConfigException {
    Path config = Files.writeString(folder.resolve("vpnledger.toml"), toml);
    Surroundings here =
        new Surroundings(
            Map.of(),
            true,
            "gw1",
            ZoneOffset.UTC,
            folder,
            folder,
            folder.resolve("absent"),
            folder.resolve("default"));
    Configuration configuration =
        Configuration.load(
            Map.of(
                "config", config.toString(),
                "data_dir", folder.resolve("data").toString(),
                "log_dir", folder.resolve("log").toString()),
            here);
    return new Premises(
        configuration, folder.resolve("default"), "vpnledger.service", system, NOW, () -> look);
  }

  private Premises premises(String toml) throws IOException, ConfigException {
    return premises(toml, new TunnelLook(List.of(), List.of()));
  }

  private static ProcessRights rootWith(long capabilities) {
    return new ProcessRights("812", 0, Set.of(0), capabilities, 0);
  }

  @Test
  void an_interface_that_is_down_is_a_problem_with_the_command_that_sets_it_up() throws Exception {
    Observation.Read read =
        new Observation.Read(
            new TunnelId("kernel", "wg0"), new Moment(NOW, 1, "boot"), DEVICE, List.of());
    Premises premises = premises("", new TunnelLook(List.of(read), List.of()));
    write("/sys/class/net/wg0/flags", "0x91\n");
    assertThat(new PresentTunnels(premises).look())
        .extracting(Finding::found)
        .containsExactly("wg0@kernel has no peers");
    write("/sys/class/net/wg0/flags", "0x90\n");
    assertThat(new PresentTunnels(premises).look())
        .contains(
            Finding.problem("tunnels", "wg0@kernel: the interface is down", "ip link set wg0 up"));
  }

  @Test
  void an_interface_of_the_kernel_is_told_from_that_of_a_process() throws Exception {
    Premises premises = premises("");
    write("/sys/class/net/wg0/uevent", "DEVTYPE=wireguard\nINTERFACE=wg0\nIFINDEX=7\n");
    write("/sys/class/net/tun0/uevent", "INTERFACE=tun0\nIFINDEX=8\n");
    assertThat(SystemInterface.isOfKernel(premises, "wg0")).isTrue();
    assertThat(SystemInterface.isOfKernel(premises, "tun0")).isFalse();
    assertThat(SystemInterface.isThere(premises, "tun0")).isTrue();
    assertThat(SystemInterface.isThere(premises, "wg1")).isFalse();
  }

  @Test
  void without_a_tunnel_the_module_decides_on_what_is_to_be_done() throws Exception {
    assertThat(new PresentTunnels(premises("")).look().getFirst().advice())
        .startsWith("'modprobe wireguard'");
    Files.createDirectories(system.resolve("sys/module/wireguard"));
    assertThat(new PresentTunnels(premises("")).look().getFirst().advice())
        .startsWith("'wg-quick up wg0'");
  }

  @Test
  void what_the_daemon_lacks_is_named_with_the_drop_in_that_gives_it() throws Exception {
    Files.createDirectories(system.resolve("sys/module/wireguard"));
    SufficientRights usual = new SufficientRights(premises(""));
    assertThat(usual.lacking(rootWith(NET_ADMIN_AND_RAW))).isEmpty();
    assertThat(usual.lacking(rootWith(0)))
        .extracting(finding -> finding.verdict() + " " + finding.found())
        .containsExactly(
            "PROBLEM the daemon lacks CAP_NET_ADMIN: the kernel's tunnels cannot be read",
            "NOTE the daemon lacks CAP_NET_RAW: packets of handshakes cannot tell");

    Files.createDirectories(system.resolve("var/lib/docker/containers"));
    assertThat(usual.lacking(rootWith(NET_ADMIN_AND_RAW)))
        .singleElement()
        .satisfies(found -> assertThat(found.verdict()).isEqualTo(Verdict.NOTE));
    SufficientRights container =
        new SufficientRights(premises("[[source]]\nnetns = \"docker:wg-easy\"\n"));
    assertThat(container.lacking(rootWith(NET_ADMIN_AND_RAW)))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.verdict()).isEqualTo(Verdict.PROBLEM);
          assertThat(found.found()).contains("CAP_SYS_ADMIN");
          assertThat(found.advice())
              .isEqualTo(
                  "put dist/systemd/containers.conf into /etc/systemd/system/vpnledger.service.d/,"
                      + " then: systemctl daemon-reload; systemctl restart vpnledger.service");
        });

    write("/proc/sys/kernel/dmesg_restrict", "1\n");
    SufficientRights log =
        new SufficientRights(premises("kernel_log = true\n[[source]]\nnetns = \"\"\n"));
    assertThat(log.lacking(rootWith(NET_ADMIN_AND_RAW)))
        .singleElement()
        .satisfies(found -> assertThat(found.advice()).contains("kernel-log.conf"));
    write("/proc/sys/kernel/dmesg_restrict", "0\n");
    assertThat(log.lacking(rootWith(NET_ADMIN_AND_RAW))).isEmpty();
  }

  @Test
  void a_kernel_that_was_not_told_to_write_of_refusals_is_a_problem_only_if_they_are_wanted()
      throws Exception {
    KernelLogReadiness log = new KernelLogReadiness(premises(""));
    assertThat(log.finding("wireguard", DynamicDebug.Setting.OFF, true))
        .satisfies(found -> {
          assertThat(found.verdict()).isEqualTo(Verdict.PROBLEM);
          assertThat(found.advice())
              .startsWith("echo 'module wireguard format Invalid +p; module wireguard format Drop");
        });
    assertThat(log.finding("wireguard", DynamicDebug.Setting.ON, true).verdict())
        .isEqualTo(Verdict.OK);
    assertThat(log.finding("amneziawg", DynamicDebug.Setting.OFF, false).verdict())
        .isEqualTo(Verdict.NOTE);
    Files.createDirectories(system.resolve("sys/module/amneziawg"));
    assertThat(log.look())
        .singleElement()
        .satisfies(found -> assertThat(found.found()).contains("amneziawg"));
  }

  @Test
  void a_service_that_failed_is_a_problem_and_a_daemon_that_was_started_by_hand_is_noted()
      throws Exception {
    InstalledService service = new InstalledService(premises(""));
    assertThat(service.finding("u", "enabled", "active", true).verdict()).isEqualTo(Verdict.OK);
    assertThat(service.finding("u", "enabled", "failed", false))
        .isEqualTo(
            Finding.problem("service", "u is enabled and failed", "'journalctl -u u' says why"));
    assertThat(service.finding("u", "disabled", "active", true).advice())
        .isEqualTo("systemctl enable --now u");
    assertThat(service.finding("u", "not-found", "inactive", true))
        .isEqualTo(
            Finding.note(
                "service",
                "u is not installed and inactive: the daemon was not started by it",
                "vpnledger service install --now"));
  }

  @Test
  void a_systemd_that_cannot_be_asked_is_no_problem_of_the_service() throws Exception {
    String refusal = "Failed to connect to bus: No such file or directory";
    InstalledService service = new InstalledService(premises(""));
    assertThat(service.finding("u", refusal, refusal, true).verdict()).isEqualTo(Verdict.HIDDEN);
    assertThat(service.finding("u", "systemctl did not end within 120 s", "active", true))
        .isEqualTo(
            Finding.hidden(
                "service",
                "systemd cannot be asked: systemctl did not end within 120 s",
                "run it as root, outside of containers: 'systemctl status u'"));
  }

  @Test
  void services_and_cron_jobs_of_the_tools_before_are_noted() throws Exception {
    write("/etc/systemd/system/wg-monitor.service", "[Service]\n");
    write("/etc/cron.d/wg-stats", "0 * * * * root /usr/local/bin/wg-stats-logger.sh\n");
    assertThat(new InstalledService(premises("")).look())
        .extracting(Finding::found)
        .anyMatch(
            found -> found.startsWith("/etc/systemd/system/wg-monitor.service is wg_monitor's own"))
        .anyMatch(found -> found.startsWith("/etc/cron.d/wg-stats: calls wg-stats-logger.sh"));
  }

  @Test
  void a_disk_is_full_below_100_mib_and_nearly_so_below_1_gib_and_5_percent() throws Exception {
    FreeDisk disk = new FreeDisk(premises(""));
    long gib = 1L << 30;
    assertThat(disk.finding(folder, 99L << 20, gib, false).verdict()).isEqualTo(Verdict.PROBLEM);
    assertThat(disk.finding(folder, 500L << 20, 100 * gib, false).verdict())
        .isEqualTo(Verdict.NOTE);
    assertThat(disk.finding(folder, 500L << 20, gib, false).verdict()).isEqualTo(Verdict.OK);
    assertThat(disk.finding(folder, 3 * gib, 100 * gib, false).verdict()).isEqualTo(Verdict.OK);
    assertThat(disk.finding(folder, 3 * gib, 100 * gib, true).verdict()).isEqualTo(Verdict.PROBLEM);
    assertThat(disk.finding(folder, 50 * gib, 100 * gib, false).found())
        .isEqualTo(folder + ": 50.00 GiB free, 50 %");
    assertThat(disk.look())
        .singleElement()
        .satisfies(found -> assertThat(found.found()).contains(" free, "));
  }

  @Test
  void ages_are_said_in_one_figure() throws Exception {
    Premises premises = premises("");
    assertThat(premises.ago(NOW.minusSeconds(90))).isEqualTo("90 s ago");
    assertThat(premises.ago(NOW.minus(Duration.ofMinutes(119)))).isEqualTo("119 min ago");
    assertThat(premises.ago(NOW.minus(Duration.ofHours(47)))).isEqualTo("47 h ago");
    assertThat(premises.ago(NOW.minus(Duration.ofDays(3)))).isEqualTo("3 days ago");
    assertThat(premises.ago(NOW.plusSeconds(5))).isEqualTo("in 5 s");
  }
}
