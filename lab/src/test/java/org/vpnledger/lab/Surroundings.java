package org.vpnledger.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where the tests run. */
final class Surroundings {
  private static final String LAUNCHER = "vpnledger";

  private Surroundings() {}

  /** The program's own settings never come from the environment of whoever runs the tests. */
  static void clean(Map<String, String> environment) {
    environment.keySet().removeIf(name -> name.startsWith("VPNLEDGER_"));
    environment.put("LC_ALL", "C.UTF-8");
  }

  /** Where the program's launcher is, or would be: beside the root of the build. */
  static Path launcher() {
    Path start = Path.of(System.getProperty("user.dir", "")).toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      Path launcher = folder.resolve(LAUNCHER);
      if (Files.isRegularFile(launcher) && Files.isExecutable(launcher)) {
        return launcher;
      }
    }
    return start.resolve(LAUNCHER);
  }

  /** A file of the sources, by its path from their root. */
  static Path source(String path) {
    return launcher().resolveSibling(path);
  }

  /** Whether a program of this name can be started. */
  static boolean hasTool(String name) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
    for (String folder : path.split(":")) {
      if (Files.isExecutable(Path.of(folder, name))) {
        return true;
      }
    }
    return false;
  }
}
