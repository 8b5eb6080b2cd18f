package org.vpnledger.service;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Links that {@code systemctl enable} made to the units: in another root nobody disables them, and
 * the alias of an instance stays even then.
 */
final class EnabledLinks {
  private static final List<Path> FOLDERS =
      List.of(Parts.UNITS, Parts.UNITS.resolve("multi-user.target.wants"));

  private EnabledLinks() {}

  /** Removes those of the instance, or all, and gives where they were. */
  static List<Path> remove(Place place) throws IOException {
    String template = "vpnledger@.service";
    String name = place.instance() == null ? "*" : place.instance();
    List<Path> removed = new ArrayList<>();
    for (Path folder : FOLDERS) {
      Path here = place.at(folder);
      if (!Files.isDirectory(here)) {
        continue;
      }
      String names = "{vpnledger,wg-monitor}@" + name + ".service";
      removed.addAll(removeIn(here, folder, names, template));
      if (place.instance() == null && !folder.equals(Parts.UNITS)) {
        removed.addAll(removeIn(here, folder, "vpnledger.service", "vpnledger.service"));
      }
    }
    return removed;
  }

  private static List<Path> removeIn(Path here, Path folder, String names, String unit)
      throws IOException {
    List<Path> removed = new ArrayList<>();
    try (DirectoryStream<Path> links = Files.newDirectoryStream(here, names)) {
      for (Path link : links) {
        if (Files.isSymbolicLink(link)
            && Files.readSymbolicLink(link).equals(Parts.UNITS.resolve(unit))) {
          Files.delete(link);
          removed.add(folder.resolve(link.getFileName().toString()));
        }
      }
    }
    return removed.stream().sorted().toList();
  }
}
