package org.vpnledger.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vpnledger.config.SourceSettings;

/** Whether the programs are there that sources run, and the one that people look for. */
final class FoundTools implements Examination {
  /** Where sources look, and nowhere else. */
  private static final List<String> FOLDERS = List.of("/usr/bin", "/usr/sbin", "/bin", "/sbin");

  private final Premises premises;

  FoundTools(Premises premises) {
    this.premises = premises;
  }

  @Override
  public String check() {
    return "tools";
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    for (SourceSettings source : premises.settings().sources()) {
      if (source instanceof SourceSettings.Command command
          && !isThere(command.command().getFirst())) {
        findings.add(
            Finding.problem(
                check(),
                "source %s runs %s, which is not in %s"
                    .formatted(
                        command.name(), command.command().getFirst(), String.join(", ", FOLDERS)),
                "install it, or give its absolute path"));
      }
    }
    findings.add(
        isThere("wg")
            ? Finding.ok(check(), "wg is there, for people: the daemon needs none")
            : Finding.note(
                check(),
                "there is no wg, which only people need",
                "apt install wireguard-tools; 'vpnledger check' shows the same"));
    return findings;
  }

  private boolean isThere(String program) {
    return program.startsWith("/")
        ? Files.isExecutable(Path.of(program))
        : FOLDERS.stream()
            .anyMatch(folder -> Files.isExecutable(premises.at(folder).resolve(program)));
  }
}
