package org.vpnledger.flow.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A folder for what is needed while something is asked: it goes when that, or the program, ends.
 */
final class Scratch implements AutoCloseable {
  private final Path folder;
  private final Thread cleaner;

  private Scratch(Path folder) {
    this.folder = folder;
    this.cleaner = new Thread(() -> delete(folder), "flow-scratch");
    try {
      Runtime.getRuntime().addShutdownHook(cleaner); // Ctrl-C while it computes
    } catch (IllegalStateException e) {
      // The program ends already, and closes what it has opened.
    }
  }

  /** A new one, where the system has its temporary files. */
  static Scratch create() throws IOException {
    // DuckDB compares the folders that it may read with where links lead.
    return new Scratch(Files.createTempDirectory("vpnledger-flow").toRealPath());
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    delete(folder);
    try {
      Runtime.getRuntime().removeShutdownHook(cleaner);
    } catch (IllegalStateException e) {
      // The program ends already.
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      // It lies where the system cleans up.
    }
  }
}
