package org.vpnledger.lab;

import java.nio.file.Files;
import java.time.Duration;

/** Built before the first test, so that no test's patience is spent on that. */
final class Program {
  static final String UNBUILT = "a program that can be built: ./vpnledger --version says why not";

  static final boolean IS_BUILT =
      Files.isExecutable(Surroundings.launcher())
          && Command.of(Surroundings.launcher().toString(), "--version")
                  .within(Duration.ofMinutes(10))
                  .run()
                  .exitCode()
              == 0;

  private Program() {}
}
