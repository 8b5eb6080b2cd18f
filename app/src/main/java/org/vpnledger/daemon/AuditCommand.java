package org.vpnledger.daemon;

import static org.vpnledger.report.Column.Kind.FLAG;
import static org.vpnledger.report.Column.Kind.TEXT;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vpnledger.audit.AuditKey;
import org.vpnledger.audit.Bundle;
import org.vpnledger.audit.BundleCheck;
import org.vpnledger.audit.Check;
import org.vpnledger.audit.LedgerHead;
import org.vpnledger.audit.LogPath;
import org.vpnledger.audit.Trust;
import org.vpnledger.audit.Verification;
import org.vpnledger.chain.SignedHead;
import org.vpnledger.chain.SigningKey;
import org.vpnledger.chain.VerifyingKey;
import org.vpnledger.cli.Asking;
import org.vpnledger.cli.Complaint;
import org.vpnledger.cli.FormOptions;
import org.vpnledger.cli.SpanOptions;
import org.vpnledger.config.Settings;
import org.vpnledger.report.Column;
import org.vpnledger.report.Sheet;
import org.vpnledger.report.Span;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.sqlite.SqliteReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code vpnledger audit}: the proof that nobody has changed what happened. */
@Command(
    name = "audit",
    description = "the proof that nobody has changed what happened",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      AuditCommand.Verify.class,
      AuditCommand.SignHead.class,
      AuditCommand.Export.class,
      AuditCommand.Key.class
    })
final class AuditCommand {
  @ParentCommand Main main;

  private LedgerReader reader() {
    return SqliteReader.open(main.asking().data().database());
  }

  private void say(String text) {
    main.out().print(text);
    main.out().flush();
  }

  /** The operator's, or the ledger's own. */
  private SigningKey signing(@Nullable Path file) throws IOException {
    return AuditKey.signing(
        file == null ? AuditKey.own(main.configuration().settings().dataDir()) : file);
  }

  /** What goes wrong with files is told in one line that the exception has. */
  private interface Work {
    int run() throws IOException, InterruptedException;
  }

  private static int telling(Work work) throws InterruptedException {
    try {
      return work.run();
    } catch (IOException e) {
      throw new Complaint(reason(e));
    }
  }

  /** Those of files say which, but not always what is the matter with it. */
  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException file -> file.getFile() + ": no such file or folder";
      case AccessDeniedException file -> file.getFile() + ": permission denied: run as root";
      default -> String.valueOf(e.getMessage());
    };
  }

  /** {@code vpnledger audit verify}. */
  @Command(
      name = "verify",
      description =
          "names the first event, and the first line of the audit log, that was changed, removed or"
              + " put in; exit code 3 if there is one")
  static final class Verify implements Callable<Integer> {
    private static final int NOT_WHOLE = 3;
    private static final List<Column> COLUMNS =
        List.of(
            Column.of("checked", "CHECKED", TEXT),
            Column.of("whole", "WHOLE", FLAG),
            Column.of("found", "FOUND", TEXT));

    @ParentCommand AuditCommand audit;
    @Mixin FormOptions form = new FormOptions();

    @Option(
        names = "--head",
        paramLabel = "FILE",
        description = "a signed head that was kept elsewhere: the ledger must go through it")
    List<Path> heads = new ArrayList<>();

    @Option(
        names = "--key",
        paramLabel = "FILE",
        description = "only signatures of this public key count; repeat it for more")
    List<Path> keys = new ArrayList<>();

    @Option(
        names = "--log",
        paramLabel = "FILE",
        description = "an audit log to check (default: the configured one)")
    List<Path> logs = new ArrayList<>();

    @Option(names = "--no-log", description = "checks no audit log, only the ledger")
    boolean noLog;

    @Option(
        names = "--bundle",
        paramLabel = "FILE",
        description = "checks this bundle of 'audit export' instead; needs no ledger")
    @Nullable Path bundle;

    @Override
    public Integer call() throws InterruptedException {
      return telling(this::verify);
    }

    private int verify() throws IOException, InterruptedException {
      List<VerifyingKey> trusted = new ArrayList<>();
      for (Path key : keys) {
        trusted.add(AuditKey.verifying(key));
      }
      List<Check> checks =
          bundle == null
              ? new Verification(audit::reader, new Trust(trusted)).run(logs(), heads)
              : BundleCheck.run(bundle, new Trust(trusted), Verification.texts(heads));
      show(checks);
      return checks.stream().allMatch(Check::isWhole) ? 0 : NOT_WHOLE;
    }

    private List<Path> logs() throws IOException {
      if (noLog && !logs.isEmpty()) {
        throw new IllegalArgumentException("--log and --no-log exclude each other");
      }
      Settings settings = audit.main.configuration().settings();
      List<Path> real = new ArrayList<>();
      for (Path log : logs) {
        real.add(log.toAbsolutePath().normalize());
      }
      Path configured = settings.audit().logPath();
      if (!noLog && logs.isEmpty() && settings.audit().enabled()) {
        real.add(LogPath.real(configured, Reactions.foldersOfLogs(settings)));
      }
      return noLog ? List.of() : real;
    }

    private void show(List<Check> checks) {
      Asking asking = audit.main.asking();
      List<List<@Nullable Object>> rows =
          checks.stream()
              .map(check ->
                  Arrays.<@Nullable Object>asList(
                      check.subject(),
                      check.isWhole(),
                      check.isWhole() ? check.proven() : check.problem()))
              .toList();
      if (form.form() != Asking.Form.TABLE) {
        asking.show(new Sheet(COLUMNS, rows, asking.zone()), form.form());
        return;
      }
      for (Check check : checks) {
        audit.say(
            check.isWhole()
                ? "whole      %s: %s%n".formatted(check.subject(), check.proven())
                : "NOT WHOLE  %s: %s%n".formatted(check.subject(), check.problem()));
      }
    }
  }

  /** {@code vpnledger audit head}. */
  @Command(
      name = "head",
      description =
          "prints how far the events have come, signed: keep it where who is root here cannot"
              + " write")
  static final class SignHead implements Callable<Integer> {
    @ParentCommand AuditCommand audit;

    @Option(
        names = "--key",
        paramLabel = "FILE",
        description = "the operator's Ed25519 private key (default: the ledger's own)")
    @Nullable Path key;

    @Override
    public Integer call() throws InterruptedException {
      return telling(() -> {
        try (LedgerReader reader = audit.reader()) {
          SigningKey signing = audit.signing(key);
          audit.say(
              SignedHead.of(LedgerHead.of(reader, audit.main.asking().now()), signing).toFile());
        }
        return 0;
      });
    }
  }

  /** {@code vpnledger audit export}. */
  @Command(
      name = "export",
      description = "writes the events of a time as a bundle that others can verify without us")
  static final class Export implements Callable<Integer> {
    @ParentCommand AuditCommand audit;
    @Mixin SpanOptions span = new SpanOptions();

    @Option(
        names = "--key",
        paramLabel = "FILE",
        description = "signs it: the operator's Ed25519 private key (default: the ledger's own)")
    @Nullable Path key;

    @Parameters(paramLabel = "FILE.zip", description = "must not exist yet")
    @Nullable Path file;

    @Override
    public Integer call() throws InterruptedException {
      return telling(this::export);
    }

    private int export() throws IOException {
      Asking asking = audit.main.asking();
      Instant now = asking.now();
      try (LedgerReader reader = audit.reader()) {
        SigningKey signing = audit.signing(key);
        Span asked = span.span(now, reader.calendar().zoneAt(now), end -> end.minusYears(1));
        Bundle bundle = Bundle.of(reader, asked);
        Path target = Objects.requireNonNull(file); // the parser insists on it
        bundle.write(target, signing, now);
        audit.say("%d events in %s%n".formatted(bundle.size(), target));
      }
      return 0;
    }
  }

  /** {@code vpnledger audit key}. */
  @Command(
      name = "key",
      description =
          "prints the public key that the ledger signs with, or makes a pair of your own with --new")
  static final class Key implements Callable<Integer> {
    @ParentCommand AuditCommand audit;

    @Option(
        names = "--new",
        paramLabel = "FILE.key",
        description = "makes a private key there, and its public part beside it")
    @Nullable Path fresh;

    @Override
    public Integer call() throws InterruptedException {
      return telling(this::key);
    }

    private int key() throws IOException {
      Path file = fresh;
      if (file != null) {
        AuditKey.create(file);
        audit.say(
            "%s is the private key: keep it off this machine; %s is for who verifies%n"
                .formatted(file, AuditKey.publicPart(file)));
        return 0;
      }
      Path own = AuditKey.publicPart(AuditKey.own(audit.main.configuration().settings().dataDir()));
      if (!Files.exists(own)) {
        throw new Complaint(own + ": no such file: the daemon makes it when it starts");
      }
      audit.say(AuditKey.verifying(own).toPem());
      return 0;
    }
  }
}
