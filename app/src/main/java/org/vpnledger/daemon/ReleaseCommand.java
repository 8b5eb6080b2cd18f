package org.vpnledger.daemon;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.vpnledger.cli.Complaint;
import org.vpnledger.store.DataFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * {@code vpnledger release}: an OpenVPN server's management interface has room for one program; the
 * daemon leaves it for a while.
 */
@Command(
    name = "release",
    description = "leaves OpenVPN's management interface to another program for a while")
final class ReleaseCommand implements Callable<Integer> {
  @ParentCommand Main main;

  @Option(
      names = "--for",
      paramLabel = "SECONDS",
      description = "for how long (default: 600); 0 takes it back at once")
  int seconds = 600;

  @Parameters(
      arity = "0..1",
      paramLabel = "SOURCE",
      description = "the server's [[source]] (default: all that are read in this way)")
  String source = "";

  @Override
  public Integer call() {
    int longest = ControlSocket.LONGEST_RELEASE;
    if (seconds < 0 || seconds > longest) {
      throw new Complaint("--for " + seconds + ": expected 0 to " + longest + " seconds");
    }
    DataFolder folder = new DataFolder(main.configuration().settings().dataDir());
    String answer;
    try {
      answer = ControlSocket.ask(folder.path(), ControlSocket.RELEASE + seconds + " " + source);
    } catch (IOException e) {
      throw new Complaint(
          "no daemon that keeps the ledger in "
              + folder.path()
              + " can be asked ("
              + e.getMessage()
              + "): without one the interface is free; with one, run as root or as its user");
    }
    if (!answer.startsWith("ok ")) {
      throw new Complaint("nothing is released: " + ControlSocket.reason(answer));
    }
    main.out()
        .println(
            seconds == 0
                ? "taken back: " + answer.substring(3)
                : "released for %d s: %s".formatted(seconds, answer.substring(3)));
    main.out().flush();
    return 0;
  }
}
