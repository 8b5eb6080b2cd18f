package org.vpnledger.daemon;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.vpnledger.config.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/**
 * Runs the usual commands once on a small ledger of its own, so that the build can keep the classes
 * that they load: a start takes a third of the time then.
 */
@Command(name = "rehearse", hidden = true)
final class RehearseCommand implements Callable<Integer> {
  @ParentCommand Main main;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("vpnledger-rehearsal");
    try {
      rehearse(folder);
    } finally {
      remove(folder);
    }
    return 0;
  }

  static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private void rehearse(Path folder) throws IOException, InterruptedException {
    Path config = folder.resolve("vpnledger.toml");
    Files.writeString(
        config,
        """
        interval = 5
        names_files = []
        [[source]]
        type = "uapi"
        directory = "%s"
        [names]
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" = "nobody"
        """
            .formatted(folder));
    Path data = folder.resolve("data");
    run(folder, config, data, "demo", "--days", "2", "--only-history");
    for (String command :
        List.of(
            "status",
            "status --json",
            "summary",
            "today",
            "client Alice",
            "latest",
            "usage --by day",
            "usage --by hour --json",
            "usage --by peer --csv",
            "usage --graph",
            "sessions",
            "events",
            "top",
            "names --all",
            "export --csv",
            "config show",
            "db path",
            "reading",
            "check",
            "statsu",
            "--help")) {
      run(folder, config, data, command.split(" "));
    }
  }

  private void run(Path folder, Path config, Path data, String... command) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--config", config.toString(), "--data-dir", data.toString()));
    words.addAll(List.of("--log-dir", folder.resolve("log").toString()));
    words.addAll(List.of(command));
    run(main.here(), folder, config, words);
  }

  /** Runs a command line that sees only that folder of the machine, and prints nothing. */
  static void run(Surroundings here, Path folder, Path config, List<String> words) {
    Map<String, String> environment = new HashMap<>();
    environment.put("VPNLEDGER_COLUMNS", "100");
    Surroundings quiet =
        new Surroundings(
            environment, here.root(), here.hostName(), here.zone(), folder, folder, config, folder);
    Main.run(
        words.toArray(String[]::new),
        () -> quiet,
        new PrintWriter(Writer.nullWriter()),
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }
}
