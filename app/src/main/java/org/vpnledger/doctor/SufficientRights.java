package org.vpnledger.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vpnledger.config.Settings;
import org.vpnledger.config.SourceSettings;
import org.vpnledger.vpn.Noticing;

/** Whether the daemon may do what the settings ask of it. */
final class SufficientRights implements Examination {
  private final Premises premises;

  SufficientRights(Premises premises) {
    this.premises = premises;
  }

  @Override
  public String check() {
    return "rights";
  }

  @Override
  public List<Finding> look() {
    ProcessRights daemon = premises.daemon();
    if (daemon == null) {
      return premises.data().isInUse()
          ? List.of(
              Finding.hidden(
                  check(),
                  "the daemon's process cannot be seen from here",
                  "run it as root, outside of containers"))
          : List.of();
    }
    List<Finding> findings = lacking(daemon);
    return findings.isEmpty()
        ? List.of(
            Finding.ok(check(), "the daemon (user %d) has all it needs".formatted(daemon.user())))
        : findings;
  }

  List<Finding> lacking(ProcessRights daemon) {
    Settings settings = premises.settings();
    List<Finding> findings = new ArrayList<>();
    if (readsKernel(settings) && !daemon.has(Capability.NET_ADMIN)) {
      findings.add(
          lacks(Capability.NET_ADMIN, "the kernel's tunnels cannot be read", "run it as root"));
    }
    if (settings.handshakes() != Noticing.POLLS && !daemon.has(Capability.NET_RAW)) {
      findings.add(
          lacks(
                  Capability.NET_RAW,
                  "packets of handshakes cannot tell",
                  "run it as root, or set handshakes = \"polls\"")
              .asNote());
    }
    Capability missing = missingForContainers(daemon);
    if (missing != null && readsElsewhere(settings)) {
      findings.add(
          lacks(
              missing,
              "other network namespaces and containers cannot be read",
              premises.dropIn("containers.conf")));
    } else if (missing != null && settings.sources().isEmpty() && hasContainers()) {
      findings.add(
          lacks(
                  missing,
                  "tunnels in containers, if there are any, are not seen",
                  premises.dropIn("containers.conf"))
              .asNote());
    }
    if (settings.kernelLog() && isRestricted() && !daemon.has(Capability.SYSLOG)) {
      findings.add(
          lacks(
              Capability.SYSLOG,
              "refused handshakes cannot be read from the kernel's log",
              premises.dropIn("kernel-log.conf")));
    }
    return findings;
  }

  private Finding lacks(Capability capability, String consequence, String advice) {
    return Finding.problem(
        check(), "the daemon lacks %s: %s".formatted(capability, consequence), advice);
  }

  private boolean readsKernel(Settings settings) {
    return Files.isDirectory(premises.at("/sys/module/wireguard"))
        && (settings.sources().isEmpty()
            || settings.sources().stream()
                .anyMatch(one ->
                    one instanceof SourceSettings.WireGuard
                        || one instanceof SourceSettings.Netlink));
  }

  private static boolean readsElsewhere(Settings settings) {
    return settings.sources().stream()
        .anyMatch(one ->
            switch (one) {
              case SourceSettings.WireGuard all -> !all.netns().isEmpty();
              case SourceSettings.Netlink kernel -> !kernel.netns().isEmpty();
              case SourceSettings.Uapi _,
                  SourceSettings.Command _,
                  SourceSettings.OpenVpnStatus _,
                  SourceSettings.OpenVpnManagement _ ->
                  false;
            });
  }

  private static @Nullable Capability missingForContainers(ProcessRights daemon) {
    return Stream.of(Capability.SYS_ADMIN, Capability.SYS_PTRACE)
        .filter(capability -> !daemon.has(capability))
        .findFirst()
        .orElse(null);
  }

  private boolean hasContainers() {
    return Files.isDirectory(premises.at("/var/lib/docker/containers"))
        || Files.isDirectory(premises.at("/var/lib/containers/storage"));
  }

  private boolean isRestricted() {
    try {
      return !Files.readString(premises.at("/proc/sys/kernel/dmesg_restrict")).strip().equals("0");
    } catch (IOException e) {
      return false;
    }
  }
}
