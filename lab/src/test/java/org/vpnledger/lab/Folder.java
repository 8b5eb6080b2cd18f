package org.vpnledger.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary folder that only its owner can enter, removed with all that is in it. */
final class Folder implements AutoCloseable {
  private final Path path;
  private final Runnable removal = this::close;

  private Folder(Path path) {
    this.path = path;
  }

  static Folder create() {
    try {
      Folder folder = new Folder(Files.createTempDirectory("vpnl-")); // mode 0700
      Leftovers.remember(folder.removal);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same in another place, for what must not lie where everybody may write. */
  static Folder createIn(Path parent) {
    try {
      Folder folder = new Folder(Files.createTempDirectory(parent, "vpnl-"));
      Leftovers.remember(folder.removal);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path() {
    return path;
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  /** A file of mode 0600, because it may hold a key. */
  Path write(String name, String text) {
    return write(name, text, "rw-------");
  }

  Path write(String name, String text, String permissions) {
    Path file = path.resolve(name);
    try {
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every file below it. */
  List<Path> files() {
    try (Stream<Path> all = Files.walk(path)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Leftovers.forget(removal);
    try (Stream<Path> all = Files.walk(path)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
