package org.vpnledger.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** {@code vpnledger wiretap} at a gateway's tunnel. */
final class Wiretap implements AutoCloseable {
  private static final String HEADER = "src,src_port,dst,dst_port,l3_protocol,size,timestamp,dns";

  private final Path folder;
  private final Background process;

  private Wiretap(List<String> words, Path folder, Path output) {
    this.folder = folder;
    process = Background.start(words, Map.of(), output);
  }

  /** As root, in the gateway's namespace. */
  static Wiretap at(Gateway gateway, Folder folder, String... options) {
    Path own = folder.resolve("wiretap");
    List<String> words = gateway.namespace().inside(Surroundings.launcher().toString(), "wiretap");
    words.addAll(arguments(gateway, own));
    words.addAll(List.of(options));
    return listening(new Wiretap(words, own, folder.resolve("wiretap.txt")), gateway);
  }

  /** As that user. */
  static Wiretap at(Gateway gateway, PlainUser user) {
    List<String> words = words(gateway, user);
    Wiretap made = new Wiretap(words, user.folder(), user.folder().resolve("wiretap.txt"));
    return listening(made, gateway);
  }

  /** The command line as that user. */
  static List<String> words(Gateway gateway, PlainUser user) {
    List<String> words = new ArrayList<>(List.of("wiretap"));
    words.addAll(arguments(gateway, user.folder()));
    return user.program(gateway.namespace(), words);
  }

  private static List<String> arguments(Gateway gateway, Path folder) {
    return List.of(
        "--iface",
        gateway.interfaceName(),
        "--data-dir",
        folder.resolve("data").toString(),
        "--folder",
        folder.resolve("packets").toString());
  }

  private static Wiretap listening(Wiretap made, Gateway gateway) {
    try {
      Eventually.see(
          "wiretap listens",
          Eventually.PATIENCE,
          made.process::output,
          output -> output.contains(gateway.interfaceName() + ": listening"));
      return made;
    } catch (RuntimeException | AssertionError e) {
      made.close();
      throw e;
    }
  }

  ProcessHandle process() {
    return process.handle();
  }

  /** Everything that it said. */
  String output() {
    return process.output();
  }

  /** Ends it as systemd would; that is no failure. */
  void stop() {
    OptionalInt exitCode = process.end(Eventually.PATIENCE);
    if (exitCode.orElse(-1) != 0) {
      throw new AssertionError("wiretap, exit code " + exitCode + ": " + process.output());
    }
  }

  /** The files that are finished, by their names: from the first to the last. */
  List<Path> files() {
    try (var files = Files.list(folder.resolve("packets"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line a packet, of all finished files. */
  List<String> lines() {
    List<String> all = new ArrayList<>();
    for (Path file : files()) {
      List<String> lines = read(file);
      if (!lines.getFirst().equals(HEADER)) {
        throw new AssertionError(file + " begins with " + lines.getFirst());
      }
      all.addAll(lines.subList(1, lines.size()));
    }
    return all;
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
