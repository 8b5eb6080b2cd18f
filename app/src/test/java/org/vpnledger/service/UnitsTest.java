package org.vpnledger.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The units as they are installed, by systemd's own tools. */
final class UnitsTest {
  private static final Pattern EXPOSURE =
      Pattern.compile("Overall exposure level for .*: ([0-9.]+) ");
  private static final String UNITS = "/etc/systemd/system/";

  @TempDir Path folder;

  @Test
  void systemd_finds_nothing_to_complain_about_whatever_the_launchers_path() throws Exception {
    for (String name : List.of("plain", "with space", "50% $HOME; #é")) {
      Path home = Files.createDirectories(folder.resolve(name));
      Files.createFile(
          home.resolve("vpnledger"),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
      Path root = folder.resolve("root-" + name.length());
      InstalledRoot system = new InstalledRoot(root, home, Path.of("/usr/lib/jvm/x"));
      system.install();
      for (String unit : List.of("vpnledger.service", "vpnledger@blue.service")) {
        // That the command is there is among what is verified.
        Tool verified = Tool.run("systemd-analyze", "verify", system.at(UNITS + unit).toString());
        assertThat(verified.output()).as(name).isEmpty();
        assertThat(verified.exit()).isZero();
      }
    }
  }

  @Test
  void what_an_attacker_could_reach_from_it_is_little() throws Exception {
    InstalledRoot system = InstalledRoot.in(folder);
    system.install();
    for (String unit : List.of("vpnledger.service", "vpnledger@.service")) {
      assertThat(exposure(system, unit)).as(unit).isLessThanOrEqualTo(2.5);
    }
  }

  @Test
  void drop_ins_add_a_right_and_take_none_away() throws Exception {
    assertThat(capabilitiesWith("containers.conf"))
        .contains("NET_ADMIN", "RAW", "SYS_ADMIN", "SYS_PTRACE", "DAC_*");
    assertThat(capabilitiesWith("moments.conf"))
        .contains("NET_ADMIN", "RAW", "DAC_*")
        .doesNotContain("SYS_ADMIN", "SYS_PTRACE");
    assertThat(capabilitiesWith("names.conf"))
        .contains("NET_ADMIN", "RAW", "DAC_*")
        .doesNotContain("SYS_ADMIN", "SYS_PTRACE");
    assertThat(capabilitiesWith("kernel-log.conf"))
        .contains("NET_ADMIN", "RAW", "SYSLOG")
        .doesNotContain("SYS_ADMIN", "DAC_*");
    assertThat(capabilitiesWith("tmp.conf")).contains("NET_ADMIN", "RAW").doesNotContain("DAC_*");
  }

  /** What the bounding set keeps, merged by systemd as it would for the service. */
  private List<String> capabilitiesWith(String dropIn) throws IOException, InterruptedException {
    InstalledRoot system = InstalledRoot.in(folder.resolve(dropIn));
    system.install();
    system.write(
        UNITS + "vpnledger.service.d/" + dropIn,
        Files.readString(InstalledRoot.DIST.resolve("systemd/" + dropIn)));
    Tool analyzed =
        Tool.run(
            "systemd-analyze",
            "security",
            "--offline=true",
            "--no-pager",
            "--json=short",
            "--root=" + system.root(),
            "vpnledger.service");
    assertThat(analyzed.output()).doesNotContain("Unknown").startsWith("[");
    return Pattern.compile("\\{\"set\":false,\"name\":\"CapabilityBoundingSet=~([^\"]*)\"")
        .matcher(analyzed.output())
        .results()
        .flatMap(each -> Pattern.compile("CAP_|[()|]").splitAsStream(each.group(1)))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  @Test
  void enabling_gives_the_replaced_tools_names_and_uninstalling_removes_them() throws Exception {
    InstalledRoot system = InstalledRoot.in(folder);
    system.install();
    for (String unit : List.of("vpnledger.service", "vpnledger@blue.service")) {
      assertThat(Tool.run("systemctl", "--root=" + folder, "enable", unit).exit()).isZero();
    }
    assertThat(isEnabled("vpnledger.service")).isEqualTo("enabled");
    assertThat(isEnabled("wg-monitor.service")).isEqualTo("alias");
    assertThat(isEnabled("vpnledger@blue.service")).isEqualTo("enabled");
    assertThat(isEnabled("wg-monitor@blue.service")).isEqualTo("enabled");
    system.uninstall(null);
    assertThat(system.listing()).isEmpty();
  }

  private String isEnabled(String unit) throws IOException, InterruptedException {
    return Tool.run("systemctl", "--root=" + folder, "is-enabled", unit).output().strip();
  }

  @Test
  void a_program_in_a_home_is_shown_to_the_service_and_nothing_else_of_that_home()
      throws Exception {
    InstalledRoot system =
        new InstalledRoot(folder, Path.of("/root/my ledger"), Path.of("/home/x/jdk-25"));
    system.install();
    String dropIn = system.read(UNITS + "vpnledger.service.d/10-place.conf");
    assertThat(dropIn.lines().skip(1))
        .containsExactly(
            "[Service]",
            "Environment=VPNLEDGER_JAVA_HOME=/home/x/jdk-25",
            "ProtectHome=tmpfs",
            "BindReadOnlyPaths=\"/root/my ledger\"",
            "BindReadOnlyPaths=/home/x/jdk-25");
    assertThat(system.read(UNITS + "vpnledger@.service.d/10-place.conf")).isEqualTo(dropIn);
    assertThat(exposure(system, "vpnledger.service")).isLessThanOrEqualTo(2.5);
    system.uninstall(null);
    assertThat(system.at(UNITS + "vpnledger.service.d")).doesNotExist();
  }

  @Test
  void the_template_is_the_unit_but_for_the_names() throws IOException {
    String unit = settings("vpnledger.service");
    assertThat(
            settings("vpnledger@.service")
                .replace(" (%i)", "")
                .replace(" --instance %i", "")
                .replace("-%i", "")
                .replace("wg-monitor@", "wg-monitor"))
        .isEqualTo(unit);
  }

  private static String settings(String unit) throws IOException {
    return Files.readString(InstalledRoot.DIST.resolve("systemd/" + unit))
        .lines()
        .filter(line -> !line.startsWith("#"))
        .collect(java.util.stream.Collectors.joining("\n"));
  }

  private static double exposure(InstalledRoot system, String unit)
      throws IOException, InterruptedException {
    Tool analyzed =
        Tool.run(
            "systemd-analyze",
            "security",
            "--offline=true",
            "--no-pager",
            "--root=" + system.root(),
            unit);
    Matcher matcher = EXPOSURE.matcher(analyzed.output());
    assertThat(matcher.find()).as(analyzed.output()).isTrue();
    return Double.parseDouble(matcher.group(1));
  }
}
