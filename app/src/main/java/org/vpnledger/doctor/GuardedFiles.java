package org.vpnledger.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vpnledger.audit.AuditKey;
import org.vpnledger.config.Settings;

/** Whether others may see what they should not, and whether who asks may see what they should. */
final class GuardedFiles implements Examination {
  private static final int OTHERS = 0007;
  private static final int NOT_THE_OWNER = 0077;

  private final Premises premises;

  GuardedFiles(Premises premises) {
    this.premises = premises;
  }

  @Override
  public String check() {
    return "permissions";
  }

  @Override
  public List<Finding> look() throws IOException {
    Settings settings = premises.settings();
    Path data = settings.dataDir();
    if (!Files.exists(data)) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    int mode = mode(data);
    if ((mode & OTHERS) != 0) {
      findings.add(
          Finding.problem(
              check(),
              "%s has mode %o: everybody may see who connected from where".formatted(data, mode),
              "chmod o-rwx " + data));
    }
    key(AuditKey.own(data), findings);
    if (settings.audit().key().isPresent()) {
      key(settings.audit().key().get(), findings);
    }
    ProcessRights daemon = premises.daemon();
    if (daemon != null && !daemon.mayWrite(data)) {
      findings.add(
          Finding.problem(
              check(),
              "the daemon (user %d) may not write to %s".formatted(daemon.user(), data),
              "chown %d %s".formatted(daemon.user(), data)));
    }
    if (findings.isEmpty()) {
      findings.add(Finding.ok(check(), "%s has mode %o; %s".formatted(data, mode, caller())));
    }
    return findings;
  }

  private String caller() {
    Path ledger = premises.data().database();
    return premises.caller().isRoot()
        ? "you are root"
        : Files.isReadable(ledger) ? "you may read the ledger" : "you may not read the ledger";
  }

  /** Who has the key can sign a rewritten ledger. */
  private void key(Path key, List<Finding> findings) throws IOException {
    if (!Files.isExecutable(key.toAbsolutePath().getParent()) || !Files.exists(key)) {
      return; // hidden from us, or the daemon makes it at its next start
    }
    int mode = mode(key);
    if ((mode & NOT_THE_OWNER) != 0) {
      findings.add(
          Finding.problem(
              check(),
              "%s has mode %o: others could sign as this ledger".formatted(key, mode),
              "chmod 600 " + key));
    }
    ProcessRights daemon = premises.daemon();
    if (daemon != null
        && daemon.user() != (Integer) Files.getAttribute(key, "unix:uid")
        && !daemon.has(Capability.DAC_OVERRIDE)) {
      findings.add(
          Finding.problem(
              check(),
              "%s belongs to another user than the daemon's: it cannot sign".formatted(key),
              "chown %d %s".formatted(daemon.user(), key)));
    }
  }

  private static int mode(Path file) throws IOException {
    return (Integer) Files.getAttribute(file, "unix:mode") & 07777;
  }
}
