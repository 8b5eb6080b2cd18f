package org.vpnledger.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.audit.JsonLog;
import org.vpnledger.audit.LogPath;
import org.vpnledger.audit.TextLog;
import org.vpnledger.config.Settings;
import org.vpnledger.store.EventRow;
import org.vpnledger.store.LedgerReader;

/** Whether every event is in the audit log, and in its other forms. */
final class WrittenAuditLog extends LedgerExamination {
  private static final Duration LATE = Duration.ofMinutes(2);
  private static final String JOURNAL = "/run/systemd/journal/socket";

  WrittenAuditLog(Premises premises) {
    super(premises);
  }

  @Override
  public String check() {
    return "audit log";
  }

  @Override
  List<Finding> look(LedgerReader ledger) throws IOException {
    Settings.Audit audit = premises.settings().audit();
    List<Finding> findings = new ArrayList<>();
    if (audit.enabled()) {
      findings.add(log(ledger, audit.logPath(), TextLog.CURSOR));
    }
    if (audit.jsonPath().isPresent()) {
      findings.add(log(ledger, audit.jsonPath().get(), JsonLog.CURSOR));
    }
    if (!audit.syslog().isEmpty()) {
      findings.add(receiver(audit.syslog()));
    }
    return findings.isEmpty() ? List.of(Finding.ok(check(), "is switched off")) : findings;
  }

  private Finding log(LedgerReader ledger, Path configured, String reaction) {
    Path log;
    try {
      log = LogPath.real(configured, folders());
    } catch (IOException e) {
      return Finding.problem(check(), Reasons.of(e), "correct [audit] in the settings");
    }
    EventRow waiting = firstWaiting(ledger, ledger.cursor(reaction));
    if (waiting != null && isLate(waiting.event().noticedAt())) {
      return behind(ledger, log, waiting);
    }
    if (!Files.exists(log)) {
      return ledger.lastEvent() == 0
          ? Finding.ok(check(), log + " begins with the first event")
          : missing(log);
    }
    return Finding.ok(check(), log + " has every event");
  }

  /** Somebody has moved it away, or who asks may not look into its folder. */
  private Finding missing(Path log) {
    Path folder = log.getParent();
    return folder == null || !Files.exists(folder) || Files.isExecutable(folder)
        ? Finding.note(
            check(),
            log + " is not there any more",
            "the next event makes it anew; 'vpnledger events' has all of them")
        : Finding.hidden(check(), folder + " is closed to you", "run it as root");
  }

  private Finding behind(LedgerReader ledger, Path log, EventRow first) {
    String found =
        "%s lacks %d events since %s"
            .formatted(
                log,
                ledger.lastEvent() - first.seq() + 1,
                premises.time(first.event().noticedAt()));
    Path folder = log.getParent();
    return premises.data().isInUse()
        ? Finding.problem(
            check(),
            found,
            "see whether the daemon may write to "
                + folder
                + " (ReadWritePaths= of its unit), and whether the disk is full; it catches up")
        : Finding.note(check(), found, "the daemon catches up when it runs");
  }

  private @Nullable EventRow firstWaiting(LedgerReader ledger, @Nullable String cursor) {
    List<EventRow> next = ledger.eventsAfter(Cursor.first(cursor), 1);
    return next.isEmpty() ? null : next.getFirst();
  }

  private boolean isLate(Instant noticed) {
    return Duration.between(noticed, premises.now()).compareTo(LATE) > 0;
  }

  private List<Path> folders() {
    List<Path> folders = new ArrayList<>(List.of(premises.settings().logDir()));
    folders.addAll(premises.settings().audit().allowedFolders());
    return folders;
  }

  /** Of one on the network nothing is asked: to ask it would be to send to it. */
  private Finding receiver(String syslog) {
    String socket = syslog.equals("journald") ? JOURNAL : syslog;
    if (!socket.startsWith("/")) {
      return Finding.ok(check(), "events go to " + syslog + ", which is not asked");
    }
    return Files.exists(premises.at(socket))
        ? Finding.ok(check(), "events go to " + socket)
        : Finding.problem(
            check(),
            "audit.syslog: there is no socket " + socket,
            "start journald or a syslog daemon, or correct audit.syslog");
  }
}
