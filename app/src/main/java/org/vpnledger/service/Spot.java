package org.vpnledger.service;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The spot of one part in the system: what is there, and putting it there or taking it away. */
record Spot(Place place, Manifest manifest, Item item) {
  private static final long MOST_BYTES = 1 << 20;

  Path here() {
    return place.at(item.target());
  }

  State state() throws IOException {
    Path path = here();
    if (!Files.exists(path, NOFOLLOW_LINKS)) {
      return State.MISSING;
    }
    return switch (item) {
      case Item.File file -> stateOf(file, path);
      case Item.Link link -> stateOf(link, path);
    };
  }

  private State stateOf(Item.File file, Path path) throws IOException {
    if (!Files.isRegularFile(path, NOFOLLOW_LINKS)) {
      return State.FOREIGN;
    }
    if (Files.size(path) > MOST_BYTES) {
      return State.CHANGED;
    }
    // Byte for byte: what is no UTF-8 was not written by us, and is no error.
    String content = new String(Files.readAllBytes(path), java.nio.charset.StandardCharsets.UTF_8);
    return content.equals(file.content())
        ? State.INSTALLED
        : manifest.isUnchanged(file.target(), content) ? State.OUTDATED : State.CHANGED;
  }

  private static State stateOf(Item.Link link, Path path) throws IOException {
    if (!Files.isSymbolicLink(path)) {
      return State.FOREIGN;
    }
    Path to = Files.readSymbolicLink(path);
    Path name = link.to().getFileName();
    // systemctl writes links to units with their folder; a launcher may have been elsewhere before.
    return to.equals(link.to())
        ? State.INSTALLED
        : !to.getFileName().equals(name)
            ? State.FOREIGN
            : to.equals(Parts.UNITS.resolve(link.to())) ? State.INSTALLED : State.OUTDATED;
  }

  void put() throws IOException {
    switch (item) {
      case Item.File file -> {
        Writing.replace(here(), file.content());
        manifest.note(file.target(), file.content());
      }
      case Item.Link link -> {
        Path path = here();
        Files.createDirectories(path.getParent());
        Files.deleteIfExists(path);
        Files.createSymbolicLink(path, link.to());
      }
    }
  }

  /** Takes it away, and its folder if that was made for it and is empty now. */
  void remove() throws IOException {
    Path path = here();
    Files.deleteIfExists(path);
    manifest.forget(item.target());
    Path folder = path.getParent();
    if (folder != null
        && folder.getFileName().toString().endsWith(".service.d")
        && isEmpty(folder)) {
      Files.delete(folder);
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder, NOFOLLOW_LINKS)) {
      return false;
    }
    try (var entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }
}
