package org.vpnledger.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * A user who is not root, with a folder of its own and with one capability or none.
 *
 * @param capabilities as setpriv names them, {@code +net_raw}, or nothing
 */
record PlainUser(Path home, String capabilities) {
  private static final String NUMBER = "65534";

  /**
   * The program and its Java may lie where only root goes: they are shown to the user elsewhere, in
   * the mount namespace that this process alone has.
   */
  private static final String SHOW =
      "mount --bind \"$1\" \"$3/program\" && mount --bind \"$2\" \"$3/java\" && shift 3 && exec"
          + " \"$@\"";

  /** In a folder of the test's, which this opens for passing through. */
  static PlainUser in(Folder folder, String name, String capabilities) {
    Path home = folder.resolve(name);
    try {
      Files.setPosixFilePermissions(folder.path(), PosixFilePermissions.fromString("rwx--x--x"));
      for (Path made : List.of(home, home.resolve("program"), home.resolve("java"))) {
        Files.createDirectory(made);
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      Files.createDirectory(home.resolve("own"));
      Command.of("chown", NUMBER + ":" + NUMBER, home.resolve("own").toString()).output();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new PlainUser(home, capabilities);
  }

  /** Where it may write. */
  Path folder() {
    return home.resolve("own");
  }

  /** The command line that is the program, run by this user. */
  List<String> program(Namespace namespace, List<String> arguments) {
    List<String> words = namespace.inside("sh", "-c", SHOW, "sh");
    Path launcher = Surroundings.launcher();
    words.add(launcher.resolveSibling(".").normalize().toString());
    words.add(System.getProperty("java.home", ""));
    words.add(home.toString());
    String all = capabilities.isEmpty() ? "-all" : "-all," + capabilities;
    words.addAll(
        List.of(
            "setpriv",
            "--reuid=" + NUMBER,
            "--regid=" + NUMBER,
            "--clear-groups",
            "--inh-caps=" + all,
            "--ambient-caps=" + all,
            "--bounding-set=" + all,
            "--no-new-privs",
            "env",
            "JAVA_HOME=" + home.resolve("java"),
            home.resolve("program").resolve(launcher.getFileName()).toString()));
    words.addAll(arguments);
    return new ArrayList<>(words);
  }
}
