package org.vpnledger.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A tool of the system, run to its end; where it is not installed the test is skipped aloud. */
record Tool(int exit, String output) {
  static Tool run(String... words) throws IOException, InterruptedException {
    List<String> folders = List.of("/usr/bin", "/usr/sbin", "/bin", "/sbin");
    Path program =
        folders.stream()
            .map(folder -> Path.of(folder, words[0]))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    if (program == null) {
      String reason = "SKIPPED: " + words[0] + " is not installed";
      System.err.println(reason);
      Assumptions.abort(reason);
    }
    String[] line = words.clone();
    line[0] = String.valueOf(program);
    Path output = Files.createTempFile("tool", ".txt");
    try {
      Process process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(words[0] + " did not end");
      }
      return new Tool(process.exitValue(), Files.readString(output));
    } finally {
      Files.delete(output);
    }
  }
}
