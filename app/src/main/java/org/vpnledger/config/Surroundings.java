package org.vpnledger.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;

/**
 * What defaults depend on. Given to the reader, so that tests need no root and no environment.
 *
 * @param environment all variables
 * @param root whether this process is uid 0
 * @param hostName of this machine
 * @param zone the system's
 * @param home the user's home folder
 * @param workingFolder to which relative paths of flags and variables belong
 * @param defaultFile read if it exists and no other is named
 * @param defaultsFolder of the files that services take variables from, read if they exist
 */
public record Surroundings(
    Map<String, String> environment,
    boolean root,
    String hostName,
    ZoneId zone,
    Path home,
    Path workingFolder,
    Path defaultFile,
    Path defaultsFolder) {

  /** Where packages put it. */
  public static final Path DEFAULT_FILE = Path.of("/etc/vpnledger/vpnledger.toml");

  /** Where every service's variables are. */
  public static final Path DEFAULTS_FOLDER = Path.of("/etc/default");

  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Those of this process. */
  public static Surroundings ofThisProcess() {
    return new Surroundings(
        System.getenv(),
        isRoot(),
        hostNameOfKernel(),
        ZoneId.systemDefault(),
        Path.of(System.getProperty("user.home", "/")),
        Path.of("").toAbsolutePath(),
        DEFAULT_FILE,
        DEFAULTS_FOLDER);
  }

  /** A process owns its own entry: the cheapest way to ask for the uid without native calls. */
  private static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return "root".equals(System.getProperty("user.name"));
    }
  }

  /** Not by the resolver, which may ask the network and wait. */
  private static String hostNameOfKernel() {
    try {
      String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
      return name.isEmpty() ? "localhost" : name;
    } catch (IOException e) {
      return "localhost";
    }
  }
}
