package org.vpnledger.service;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A system's root folder of its own, and what is done to it. */
record InstalledRoot(Path root, Path home, Path jdk) {
  static final Path DIST = Path.of("../dist");

  static InstalledRoot in(Path folder) {
    return new InstalledRoot(
        folder, Path.of("/opt/vpnledger"), Path.of("/usr/lib/jvm/temurin-25-jdk-amd64"));
  }

  List<String> install() {
    return install(null);
  }

  List<String> install(@Nullable String instance) {
    List<String> said = new ArrayList<>();
    installation(instance, said).install();
    return said;
  }

  List<String> uninstall(@Nullable String instance) {
    List<String> said = new ArrayList<>();
    installation(instance, said).uninstall();
    return said;
  }

  Installation installation(@Nullable String instance, List<String> said) {
    return new Installation(
        new Place(root, Path.of("/usr/local"), home, jdk, instance), DIST, said::add);
  }

  Path at(String path) {
    return root.resolve(path.substring(1));
  }

  Path write(String path, String content) throws IOException {
    Path file = at(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  String read(String path) throws IOException {
    return Files.readString(at(path));
  }

  /** Files and links, with where links point. */
  List<String> listing() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      List<String> lines = new ArrayList<>();
      for (Path path :
          all.filter(each -> !Files.isDirectory(each, NOFOLLOW_LINKS)).sorted().toList()) {
        String to = Files.isSymbolicLink(path) ? " -> " + Files.readSymbolicLink(path) : "";
        lines.add("/" + root.relativize(path) + to);
      }
      return lines;
    }
  }
}
