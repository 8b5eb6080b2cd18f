package org.vpnledger.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The memory of a running JVM. */
final class Heap {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Heap() {}

  /** Writes all objects that are alive: what is merely not yet collected is left out. */
  static void dump(long pid, Path file) {
    // The tool of the JDK that runs the tests, so that none has to be in the PATH.
    String jcmd = Path.of(System.getProperty("java.home", ""), "bin", "jcmd").toString();
    String said =
        Command.of(jcmd, Long.toString(pid), "GC.heap_dump", file.toString())
            .within(LIMIT)
            .output();
    if (!Files.isRegularFile(file)) {
      throw new IllegalStateException("no heap dump: " + said);
    }
  }
}
