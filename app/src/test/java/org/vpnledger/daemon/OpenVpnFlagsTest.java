package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vpnledger.cli.Complaint;
import org.vpnledger.config.SourceSettings;
import org.vpnledger.source.wireguard.WireGuardSources;

/** Servers that are named on the command line have names of their own, and are read once. */
class OpenVpnFlagsTest {
  private static final SourceSettings OFFICE =
      new SourceSettings.OpenVpnStatus(
          "office", List.of(), Duration.ofSeconds(10), Path.of("/run/status-office.log"));

  private static List<String> names(String... files) {
    OpenVpnFlags flags = new OpenVpnFlags();
    List.of(files).forEach(file -> flags.files.add(Path.of(file)));
    return flags.sources(List.of(OFFICE)).stream().map(SourceSettings::name).toList();
  }

  @Test
  void a_servers_name_is_in_its_files_or_it_is_openvpn() {
    assertThat(
            names(
                "/run/openvpn-server/status-home.log",
                "/var/log/openvpn/status.log",
                "/etc/openvpn/openvpn-status.log",
                "/run/openvpn/branch.status",
                "/srv/office.log",
                "/srv/bad name!.log"))
        .containsExactly("home", "openvpn", "openvpn-2", "branch", "office-2", "bad_name_");
  }

  @Test
  void a_file_that_is_read_already_is_refused() {
    assertThatExceptionOfType(Complaint.class)
        .isThrownBy(() -> names("/run/../run/status-office.log"))
        .withMessageContaining("another source reads this file already");
    assertThatExceptionOfType(Complaint.class).isThrownBy(() -> names("/a/x.log", "/a/x.log"));
  }

  @Test
  void names_of_sources_that_are_there_unconfigured_are_taken() {
    assertThat(WireGuardSources.NAMES).contains("kernel", "uapi", "containers", "handshakes");
    assertThat(names("/run/kernel.log", "/run/handshakes.log"))
        .containsExactly("kernel-2", "handshakes-2");
  }
}
