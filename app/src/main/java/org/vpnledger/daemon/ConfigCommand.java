package org.vpnledger.daemon;

import org.vpnledger.config.ConfigText;
import org.vpnledger.config.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code vpnledger config}. */
@Command(name = "config", description = "the settings: check, show")
final class ConfigCommand {
  @ParentCommand Main main;

  @Command(
      name = "check",
      description = "says what is wrong with the settings, every mistake at once")
  int check() {
    Configuration configuration = main.configuration();
    Reactions.requireAllowedLogs(configuration.settings());
    configuration.warnings().forEach(line -> main.out().println("warning: " + line));
    main.out().println("ok");
    main.out().flush();
    return 0;
  }

  @Command(name = "show", description = "the settings in effect and where each comes from")
  int show(
      @Option(names = "--defaults", description = "every key with its meaning and default")
          boolean defaults) {
    main.out()
        .print(defaults ? ConfigText.defaults(main.here()) : ConfigText.show(main.configuration()));
    main.out().flush();
    return 0;
  }
}
