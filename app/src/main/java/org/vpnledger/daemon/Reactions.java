package org.vpnledger.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vpnledger.audit.AuditOutput;
import org.vpnledger.audit.JsonLog;
import org.vpnledger.audit.LogPath;
import org.vpnledger.audit.NetworkSender;
import org.vpnledger.audit.SyslogOutput;
import org.vpnledger.audit.SyslogOutput.Form;
import org.vpnledger.audit.TextLog;
import org.vpnledger.cli.Complaint;
import org.vpnledger.config.Settings;
import org.vpnledger.store.DataFolder;

/** What acts on events, as configured. */
final class Reactions {
  private Reactions() {}

  /** Throws {@link Complaint} when a path is not allowed: a log elsewhere would be missed. */
  static List<Reaction> of(Settings settings, DataFolder folder, Whereabouts whereabouts) {
    List<Reaction> reactions = new ArrayList<>();
    for (AuditOutput output : auditOutputs(settings)) {
      reactions.add(new AuditReaction(output, folder.database()));
    }
    Path ledger = folder.database();
    settings
        .hook()
        .script()
        .ifPresentOrElse(
            script -> reactions.add(HookReaction.begin(ledger, settings.hook(), script)),
            () -> HookReaction.forget(ledger));
    PlaceReaction.addTo(reactions, settings, ledger, whereabouts);
    return reactions;
  }

  private static List<AuditOutput> auditOutputs(Settings settings) {
    Settings.Audit audit = settings.audit();
    List<AuditOutput> outputs = new ArrayList<>();
    if (audit.enabled()) {
      Path log = allowed("audit.log_path", audit.logPath(), settings);
      outputs.add(new TextLog(log, audit.rotateBytes(), audit.rotateCount()));
    }
    audit
        .jsonPath()
        .map(path -> allowed("audit.json_path", path, settings))
        .map(path -> new JsonLog(path, audit.rotateBytes(), audit.rotateCount()))
        .ifPresent(outputs::add);
    if (!audit.syslog().isEmpty()) {
      outputs.add(syslog(audit.syslog()));
    }
    return outputs;
  }

  private static AuditOutput syslog(String target) {
    if (target.equals("journald")) {
      return new SyslogOutput(target, Form.JOURNAL, new LocalSender(LocalSender.JOURNAL));
    }
    if (target.startsWith("/")) {
      return new SyslogOutput(target, Form.LOCAL, new LocalSender(target));
    }
    try {
      return new SyslogOutput(target, Form.RFC_5424, new NetworkSender(target));
    } catch (IOException e) {
      throw new Complaint("audit.syslog: " + e.getMessage());
    }
  }

  /** Refuses audit logs in places where the daemon would not write them. */
  static void requireAllowedLogs(Settings settings) {
    Settings.Audit audit = settings.audit();
    if (audit.enabled()) {
      Path _ = allowed("audit.log_path", audit.logPath(), settings);
    }
    audit.jsonPath().ifPresent(path -> allowed("audit.json_path", path, settings));
  }

  private static Path allowed(String key, Path path, Settings settings) {
    try {
      return LogPath.real(path, foldersOfLogs(settings));
    } catch (IOException e) {
      throw new Complaint(key + ": " + e.getMessage());
    }
  }

  /** Where audit logs may be, besides where they may always be. */
  static List<Path> foldersOfLogs(Settings settings) {
    List<Path> folders = new ArrayList<>(List.of(settings.logDir()));
    folders.addAll(settings.audit().allowedFolders());
    return folders;
  }
}
