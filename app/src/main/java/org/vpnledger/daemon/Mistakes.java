package org.vpnledger.daemon;

import java.io.PrintWriter;
import java.util.List;
import org.vpnledger.cli.Complaint;
import org.vpnledger.report.SafeText;
import org.vpnledger.store.StoreException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Each mistake gets one clear line that says what to do. */
final class Mistakes {
  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;

  private Mistakes() {}

  static int inUsage(ParameterException e, PrintWriter err) {
    CommandLine command = e.getCommandLine();
    String message = SafeText.plain(String.valueOf(e.getMessage())).replaceFirst("^Error: ", "");
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String word = unmatched.getUnmatched().getFirst();
      boolean option = word.startsWith("-");
      boolean isCommand = !option && !command.getSubcommands().isEmpty();
      List<String> near = unmatched.getSuggestions();
      message =
          "unknown %s '%s'%s"
              .formatted(
                  option ? "option" : isCommand ? "command" : "argument",
                  SafeText.plain(word),
                  near.isEmpty() ? "" : " (did you mean '" + near.getFirst() + "'?)");
    }
    err.println(
        "%s: %s; '%s --help' shows what there is"
            .formatted(name(command), message, command.getCommandSpec().qualifiedName()));
    return WRONG_USAGE;
  }

  static int inExecution(Exception e, PrintWriter err) {
    switch (e) {
      case Complaint complaint -> say(complaint, err);
      case StoreException store -> say(store, err);
      case IllegalArgumentException usage -> {
        say(usage, err);
        return WRONG_USAGE;
      }
      default -> {
        err.println("vpnledger: unexpected error, please report it: " + e);
        if (Boolean.getBoolean("vpnledger.debug")) {
          e.printStackTrace(err);
        }
      }
    }
    return FAILED;
  }

  private static void say(Exception e, PrintWriter err) {
    String.valueOf(e.getMessage())
        .lines()
        .forEach(line -> err.println("vpnledger: " + SafeText.plain(line)));
  }

  private static String name(CommandLine command) {
    CommandLine root = command;
    while (root.getParent() != null) {
      root = root.getParent();
    }
    return root.getCommandName();
  }
}
