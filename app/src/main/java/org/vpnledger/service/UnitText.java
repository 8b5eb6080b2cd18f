package org.vpnledger.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The units' text for the place where the launcher is. */
final class UnitText {
  private static final String START = "ExecStart=";
  private static final Path JDKS = Path.of("/usr/lib/jvm");

  /** What {@code ProtectHome=yes} hides. */
  private static final List<Path> HIDDEN =
      List.of(Path.of("/home"), Path.of("/root"), Path.of("/run/user"));

  /** What {@code PrivateTmp=yes} hides. */
  private static final List<Path> TEMPORARY = List.of(Path.of("/tmp"), Path.of("/var/tmp"));

  private UnitText() {}

  /** A shipped unit, with this launcher's path in the place of the usual one. */
  static String unit(String shipped, Path launcher) {
    StringBuilder text = new StringBuilder();
    shipped
        .lines()
        .forEach(line -> {
          if (line.startsWith(START)) {
            String arguments = line.substring(line.indexOf(' '));
            text.append(START).append(command(launcher)).append(arguments);
          } else {
            text.append(line);
          }
          text.append('\n');
        });
    return text.toString();
  }

  /**
   * What the sandbox has to let through so that the launcher and its JDK are found: empty where the
   * shipped unit does. Of a home only these folders are shown, and nothing can be changed there.
   */
  static String placeDropIn(Path home, Path javaHome) {
    List<String> lines = new ArrayList<>();
    List<Path> needed = new ArrayList<>(List.of(home));
    if (!javaHome.startsWith(JDKS)) {
      lines.add("Environment=" + quoted("VPNLEDGER_JAVA_HOME=" + javaHome));
      needed.add(javaHome);
    }
    List<Path> hidden = needed.stream().filter(path -> isBelow(path, HIDDEN)).toList();
    if (!hidden.isEmpty()) {
      lines.add("ProtectHome=tmpfs");
    }
    needed.stream()
        .filter(path -> isBelow(path, HIDDEN) || isBelow(path, TEMPORARY))
        .forEach(path -> lines.add("BindReadOnlyPaths=" + quoted(path.toString())));
    return lines.isEmpty()
        ? ""
        : "# Written by 'vpnledger service install' for where the program and its JDK are.\n[Service]\n"
            + String.join("\n", lines)
            + "\n";
  }

  private static boolean isBelow(Path path, List<Path> folders) {
    return folders.stream().anyMatch(path::startsWith);
  }

  /** The first word of a command line: systemd.service(5) knows {@code $} in no path. */
  private static String command(Path launcher) {
    return quoted(launcher.toString());
  }

  /** One word of a setting, systemd.syntax(7): {@code %} begins a specifier. */
  static String quoted(String text) {
    boolean plain =
        text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "/._-+=@".indexOf(c) >= 0);
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%");
    return plain ? text : "\"" + escaped + "\"";
  }
}
