package org.vpnledger.doctor;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.vpnledger.kernel.log.DynamicDebug;
import org.vpnledger.source.wireguard.RefusalWatch;

/** Whether refused handshakes are told. */
final class KernelLogReadiness implements Examination {
  private static final List<String> MODULES = List.of("wireguard", "amneziawg");

  private final Premises premises;

  KernelLogReadiness(Premises premises) {
    this.premises = premises;
  }

  @Override
  public String check() {
    return "kernel log";
  }

  @Override
  public List<Finding> look() {
    List<String> modules =
        MODULES.stream()
            .filter(module -> Files.isDirectory(premises.at("/sys/module").resolve(module)))
            .toList();
    if (modules.isEmpty()) {
      return List.of(
          Finding.ok(
              check(), "the kernel has no WireGuard that could write of refused handshakes"));
    }
    List<Finding> findings = new ArrayList<>();
    for (String module : modules) {
      findings.add(finding(module, RefusalWatch.setting(module), premises.settings().kernelLog()));
    }
    return findings;
  }

  /**
   * Of one module.
   *
   * @param wanted whether the settings ask for it
   */
  Finding finding(String module, DynamicDebug.Setting setting, boolean wanted) {
    if (!wanted) {
      return Finding.note(
          check(),
          "refused handshakes on " + module + " are not told",
          "kernel_log = true, and for the kernel: " + RefusalWatch.telling(module));
    }
    return switch (setting) {
      case ON -> Finding.ok(check(), "the kernel writes of refused handshakes on " + module);
      case OFF ->
          Finding.problem(
              check(),
              "kernel_log is on, but the kernel was not told to write for " + module,
              RefusalWatch.telling(module) + "; for good: the manual's Refused handshakes");
      case UNKNOWN ->
          Finding.hidden(
              check(),
              "whether the kernel writes of refused handshakes on " + module + " cannot be seen",
              "run it as root; dynamic debug has to be built in");
    };
  }
}
