package org.vpnledger.cli;

import java.nio.file.Path;
import java.util.List;
import org.vpnledger.store.StoreException;
import org.vpnledger.store.sqlite.SqliteFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code vpnledger db}: the ledger's file as a file. */
@Command(name = "db", description = "the ledger's file: backup, check, path")
public final class DbCommand {
  @ParentCommand Surroundings surroundings;

  @Command(name = "path", description = "prints where the ledger's file is")
  int path() {
    Asking asking = surroundings.asking();
    asking.out().println(asking.data().database());
    asking.out().flush();
    return 0;
  }

  @Command(name = "backup", description = "copies the ledger, also while the daemon runs")
  int backup(@Parameters(paramLabel = "FILE", description = "must not exist yet") Path target) {
    Asking asking = surroundings.asking();
    SqliteFiles.backup(asking.data().database(), target);
    asking.out().println("copied to " + target);
    asking.out().flush();
    return 0;
  }

  @Command(name = "check", description = "reads the whole file and says whether it is intact")
  int check() {
    Asking asking = surroundings.asking();
    List<String> problems;
    try {
      problems = SqliteFiles.check(asking.data().database());
    } catch (StoreException e) {
      if (e.reason() != StoreException.Reason.CORRUPT) {
        throw e;
      }
      problems = List.of(String.valueOf(e.getMessage()));
    }
    if (problems.isEmpty()) {
      asking.out().println("ok");
    } else {
      problems.forEach(asking.out()::println);
    }
    asking.out().flush();
    return problems.isEmpty() ? 0 : 3;
  }
}
