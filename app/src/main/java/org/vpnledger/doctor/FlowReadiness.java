package org.vpnledger.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vpnledger.config.FlowSection;

/** Whether the flow log can be kept: who may look at packets, and where it is written. */
final class FlowReadiness implements Examination {
  private final Premises premises;

  FlowReadiness(Premises premises) {
    this.premises = premises;
  }

  @Override
  public String check() {
    return "flows";
  }

  @Override
  public List<Finding> look() throws IOException {
    FlowSection flow = premises.settings().flow();
    if (!flow.enabled()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    ProcessRights daemon = premises.daemon();
    if (daemon != null && !daemon.has(Capability.NET_RAW)) {
      findings.add(
          Finding.problem(
              check(),
              "the daemon lacks " + Capability.NET_RAW + ": no packet can be seen",
              "run it as root, or by the unit in dist/systemd, which has it"));
    }
    Path open = flow.folder().resolve("open");
    if (daemon != null && !Files.isDirectory(open)) {
      findings.add(
          Finding.problem(
              check(),
              "there is no flow log in " + flow.folder() + ", although flow.enabled says so",
              "restart the daemon, and see what it says: journalctl -u " + premises.unit()));
    }
    return findings.isEmpty()
        ? List.of(Finding.ok(check(), "what passes the tunnels is logged in " + flow.folder()))
        : findings;
  }
}
