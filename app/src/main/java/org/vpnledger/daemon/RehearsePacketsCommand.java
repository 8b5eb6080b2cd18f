package org.vpnledger.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/**
 * Reads a file of packets a few times, so that the build can keep the classes which that takes, and
 * what the second compiler has to know of them. A process of its own, since whatever class is kept
 * is loaded at each start: none of logging, of settings' files or of the store is.
 */
@Command(name = "rehearse-packets", hidden = true)
final class RehearsePacketsCommand implements Callable<Integer> {
  /** Long enough for the second compiler to know the way. */
  private static final int READINGS = 6;

  @ParentCommand Main main;

  @Override
  public Integer call() throws IOException {
    Path folder = Files.createTempDirectory("vpnledger-rehearsal");
    try {
      Path file = folder.resolve("packets.pcap");
      RehearsedPackets.write(file);
      for (int i = 0; i < READINGS; i++) {
        for (String format : List.of("packets", "flows")) {
          RehearseCommand.run(
              main.here(),
              folder,
              folder.resolve("absent.toml"),
              List.of(
                  "flows", "read", "--format", format, "--output", "/dev/null", file.toString()));
        }
      }
    } finally {
      RehearseCommand.remove(folder);
    }
    return 0;
  }
}
