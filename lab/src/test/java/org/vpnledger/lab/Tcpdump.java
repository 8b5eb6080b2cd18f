package org.vpnledger.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** tcpdump at an interface, to compare with: every packet, in and out, with its time in ns. */
final class Tcpdump implements AutoCloseable {
  /** More than comes while it is not running, so that it drops nothing. */
  private static final String BUFFER_KIB = "65536";

  private final Path file;
  private final Background stamped;
  private final Background process;

  private Tcpdump(Namespace namespace, String name, Folder folder) {
    file = folder.resolve(name + ".pcap");
    stamped = stamping(folder);
    process =
        Background.start(
            namespace.inside(
                "tcpdump",
                "-n",
                "-Z",
                "root",
                "-B",
                BUFFER_KIB,
                "--time-stamp-precision=nano",
                "-i",
                name,
                "-w",
                file.toString()),
            Map.of(),
            folder.resolve(name + ".tcpdump"));
  }

  /** Listens when this returns. */
  static Tcpdump at(Namespace namespace, String interfaceName, Folder folder) {
    Tcpdump made = new Tcpdump(namespace, interfaceName, folder);
    try {
      Eventually.see(
          "tcpdump listens",
          Eventually.PATIENCE,
          made.process::output,
          output -> output.contains("listening on " + interfaceName));
      return made;
    } catch (RuntimeException | AssertionError e) {
      made.close();
      throw e;
    }
  }

  /**
   * Every reader of packets reads the clock for itself, unless somebody on this machine asks for
   * the times at which they came, as ping does for as long as it runs: then the kernel stamps each
   * packet once, and all readers see the same ns.
   */
  private static Background stamping(Folder folder) {
    return Background.start(
        List.of("ping", "-n", "-i", "3600", "127.0.0.1"), Map.of(), folder.resolve("stamping.log"));
  }

  /**
   * Ends it; before that all has to be quiet.
   *
   * @return what it saw, as tshark reads it
   */
  List<SeenPacket> stop() {
    Eventually.pause(Duration.ofSeconds(1)); // so long it may keep packets before it writes them
    OptionalInt exitCode = process.end(Eventually.PATIENCE);
    String output = process.output();
    if (exitCode.orElse(-1) != 0 || !output.contains("\n0 packets dropped by kernel")) {
      throw new AssertionError("tcpdump, exit code " + exitCode + ": " + output);
    }
    return Tshark.read(file);
  }

  @Override
  public void close() {
    process.close();
    stamped.close();
  }
}
