package org.vpnledger.daemon;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.vpnledger.cli.Complaint;
import org.vpnledger.config.ConfigText;
import org.vpnledger.config.Configuration;
import org.vpnledger.web.CredentialHash;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code vpnledger config}. */
@Command(name = "config", description = "the settings: check, show, hash")
final class ConfigCommand {
  private static final int LONGEST = 1024;

  @ParentCommand Main main;

  @Command(
      name = "check",
      description = "says what is wrong with the settings, every mistake at once")
  int check() {
    Configuration configuration = main.configuration();
    Reactions.requireAllowedLogs(configuration.settings());
    ViewSettings.requireSound(configuration.settings());
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

  @Command(
      name = "hash",
      description =
          "reads a token, or the password of a user, and prints the line for web.tokens or web.users")
  int hash(
      @Option(names = "--user", paramLabel = "NAME", description = "whose password it is")
          @Nullable String user) {
    char[] secret = secret(user == null ? "Token: " : "Password of " + user + ": ");
    try {
      String line =
          user == null ? CredentialHash.ofToken(secret) : CredentialHash.ofPassword(user, secret);
      main.out().println(line);
      main.out().flush();
      return 0;
    } catch (IllegalArgumentException e) {
      throw new Complaint(String.valueOf(e.getMessage()));
    } finally {
      Arrays.fill(secret, '\0');
    }
  }

  /** From the terminal without an echo, or the first line of standard input. */
  @SuppressWarnings("SystemConsoleNull") // since JDK 25 there is none again without a terminal
  private static char[] secret(String prompt) {
    Console terminal = System.console();
    if (terminal != null && terminal.isTerminal()) {
      char[] typed = terminal.readPassword("%s", prompt);
      return typed == null ? new char[0] : typed;
    }
    StringBuilder line = new StringBuilder();
    try {
      int c = System.in.read();
      while (c >= 0 && c != '\n' && line.length() < LONGEST) {
        line.append((char) c);
        c = System.in.read();
      }
    } catch (IOException e) {
      throw new Complaint("standard input: " + e.getMessage());
    }
    String text =
        new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    return text.stripTrailing().toCharArray();
  }
}
