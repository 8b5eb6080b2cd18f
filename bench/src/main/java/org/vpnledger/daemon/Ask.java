package org.vpnledger.daemon;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.vpnledger.config.Surroundings;

/** A command line that is run within this process. */
final class Ask {
  private Ask() {}

  /** What the command prints; it must not fail. */
  static String of(List<String> words) {
    StringWriter answer = new StringWriter();
    Path here = Path.of("").toAbsolutePath();
    Surroundings surroundings =
        new Surroundings(
            Map.of("VPNLEDGER_NOW", LargeLedger.NOW),
            false,
            "bench",
            ZoneId.of("Europe/Berlin"),
            here,
            here,
            here.resolve("none.toml"),
            here.resolve("none"));
    PrintStream errors = new PrintStream(System.err, true);
    int code =
        Main.run(words.toArray(String[]::new), () -> surroundings, new PrintWriter(answer), errors);
    if (code != 0) {
      throw new IllegalStateException("exit code " + code);
    }
    return answer.toString();
  }
}
