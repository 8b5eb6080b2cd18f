package org.vpnledger.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InstallationTest {
  @TempDir Path folder;

  @Test
  void everything_is_put_in_place_and_doing_it_again_changes_nothing() throws IOException {
    InstalledRoot system = InstalledRoot.in(folder);
    assertThat(system.install()).allMatch(line -> line.startsWith("installed  /"));
    List<String> listing =
        List.of(
            "/etc/default/vpnledger",
            "/etc/logrotate.d/vpnledger",
            "/etc/systemd/system/vpnledger.service",
            "/etc/systemd/system/vpnledger@.service",
            "/etc/systemd/system/wg-monitor.service -> vpnledger.service",
            "/etc/systemd/system/wg-monitor@.service -> vpnledger@.service",
            "/etc/sysusers.d/vpnledger.conf",
            "/etc/tmpfiles.d/vpnledger.conf",
            "/etc/vpnledger/installed.sha256",
            "/usr/local/bin/vpnledger -> /opt/vpnledger/vpnledger",
            "/usr/local/bin/wg-stats -> /opt/vpnledger/vpnledger",
            "/usr/local/bin/wg-stats-logger.sh -> /opt/vpnledger/vpnledger");
    assertThat(system.listing()).isEqualTo(listing);
    assertThat(system.install()).hasSize(11).allMatch(line -> line.startsWith("unchanged  /"));
    assertThat(system.listing()).isEqualTo(listing);
    assertThat(system.installation(null, new ArrayList<>()).found())
        .allMatch(found -> found.state().equals("installed") && found.isHealthy());
  }

  @Test
  void uninstalling_leaves_what_was_there_before_and_data_and_logs() throws IOException {
    InstalledRoot system = InstalledRoot.in(folder);
    system.write("/var/lib/vpnledger/ledger.db", "data");
    system.write("/var/log/wg_monitor.log", "log");
    List<String> before = system.listing();
    system.install();
    system.install("blue");
    assertThat(system.uninstall("blue"))
        .first()
        .isEqualTo("removed    /etc/default/vpnledger-blue");
    assertThat(system.listing()).contains("/etc/systemd/system/vpnledger@.service");
    assertThat(system.uninstall(null)).last().asString().startsWith("kept       the ledger");
    assertThat(system.listing()).isEqualTo(before);
    assertThat(system.uninstall(null)).hasSize(1);
  }

  @Test
  void what_the_operator_changed_is_neither_written_over_nor_removed() throws IOException {
    InstalledRoot system = InstalledRoot.in(folder);
    system.write("/etc/default/vpnledger", "INTERVAL=30\n");
    system.install();
    system.write("/etc/systemd/system/vpnledger.service", "[Service]\n");
    assertThat(system.install())
        .contains("kept       /etc/default/vpnledger: your settings")
        .anyMatch(line ->
            line.startsWith("kept       /etc/systemd/system/vpnledger.service: it was changed"));
    system.uninstall(null);
    assertThat(system.read("/etc/default/vpnledger")).isEqualTo("INTERVAL=30\n");
    assertThat(system.read("/etc/systemd/system/vpnledger.service")).isEqualTo("[Service]\n");
  }

  @Test
  void what_an_earlier_version_or_another_folder_put_there_is_updated() throws IOException {
    InstalledRoot.in(folder).install();
    InstalledRoot moved =
        new InstalledRoot(folder, Path.of("/srv/ledger"), Path.of("/usr/lib/jvm/x"));
    assertThat(moved.install())
        .contains(
            "updated    /etc/systemd/system/vpnledger.service",
            "updated    /usr/local/bin/wg-stats -> /srv/ledger/vpnledger",
            "unchanged  /etc/logrotate.d/vpnledger");
    assertThat(moved.read("/etc/systemd/system/vpnledger@.service"))
        .contains("\nExecStart=/srv/ledger/vpnledger run --instance %i\n");
    moved.uninstall(null);
    assertThat(moved.listing()).isEmpty();
  }

  @Test
  void the_replaced_tools_own_files_are_left_alone_and_told() throws IOException {
    InstalledRoot system = InstalledRoot.in(folder);
    system.write(
        "/etc/systemd/system/wg-monitor.service", "[Service]\nExecStart=/opt/wg-monitor/x\n");
    system.write("/usr/local/bin/wg-stats", "#!/bin/bash\n");
    system.write(
        "/etc/cron.d/wg",
        "# wg-stats-logger.sh\n0 * * * * root /usr/local/bin/wg-stats-logger.sh\n");
    system.write("/var/spool/cron/crontabs/root", "#0 * * * * wg-stats-logger.sh\n");
    assertThat(system.install())
        .contains(
            "kept       /etc/systemd/system/wg-monitor.service: a service of wg_monitor's own;"
                + " 'systemctl disable --now wg-monitor.service', remove the file and install again,"
                + " or both will write to its log",
            "kept       /usr/local/bin/wg-stats: it is not a link of this program; move it away and"
                + " install again to have it replaced",
            "noticed    /etc/cron.d/wg: calls wg-stats-logger.sh; the daemon writes the same lines by"
                + " itself, so that may go")
        .noneMatch(line -> line.contains("crontabs"));
    system.uninstall(null);
    assertThat(system.listing())
        .containsExactly(
            "/etc/cron.d/wg",
            "/etc/systemd/system/wg-monitor.service",
            "/usr/local/bin/wg-stats",
            "/var/spool/cron/crontabs/root");
  }

  @Test
  void links_in_the_place_of_files_are_not_followed() throws IOException {
    InstalledRoot system = InstalledRoot.in(folder);
    Path victim = system.write("/victim", "mine");
    Files.createDirectories(system.at("/etc/systemd/system"));
    Files.createSymbolicLink(system.at("/etc/systemd/system/vpnledger.service"), victim);
    Files.createDirectories(system.at("/usr/local/bin"));
    Files.createSymbolicLink(system.at("/usr/local/bin/vpnledger"), victim);
    system.install();
    system.uninstall(null);
    assertThat(Files.readString(victim)).isEqualTo("mine");
    assertThat(system.listing()).hasSize(3);
  }

  @Test
  void a_name_or_a_folder_that_cannot_be_is_told() {
    for (String name : new String[] {"", "..", "-x", "@x", "a/b", "a b", "a\nb", "x".repeat(65)}) {
      assertThatExceptionOfType(ServiceException.class)
          .as(name)
          .isThrownBy(() -> InstalledRoot.in(folder).install(name))
          .withMessageStartingWith("--instance takes");
    }
    for (String home : new String[] {"relative", "/a\nb", "/a:b", "/a\"b", "/a'b", "/a\\b"}) {
      InstalledRoot system = new InstalledRoot(folder, Path.of(home), Path.of("/usr/lib/jvm/x"));
      assertThatExceptionOfType(ServiceException.class)
          .as(home)
          .isThrownBy(system::install)
          .withMessageContaining("systemd takes no such path");
    }
  }
}
