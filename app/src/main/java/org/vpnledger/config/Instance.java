package org.vpnledger.config;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which of several daemons of one machine this is. Each has settings, folders and logs of its own,
 * which bear its name.
 *
 * @param name empty for the one that has no name
 */
record Instance(String name) {
  static final Instance PLAIN = new Instance("");

  /** It becomes part of paths, and of a unit's name: {@code vpnledger@NAME.service}. */
  private static final Pattern NAME = Pattern.compile("(?![.-])[A-Za-z0-9._@-]{1,64}");

  static final String EXPECTED =
      "expected 1 to 64 letters, digits, '.', '_', '@' or '-', the first one no '.' or '-'";

  /** Absent if the text is no name; empty text is the one without. */
  static @Nullable Instance of(String text) {
    return text.isEmpty() ? PLAIN : NAME.matcher(text).matches() ? new Instance(text) : null;
  }

  /** Where this one has what the one without a name has there: {@code /var/lib/vpnledger-NAME}. */
  Path of(Path plain) {
    return named(plain, "-" + name);
  }

  /** The same for a file with a suffix: {@code /var/log/wg_monitor-NAME.log}. */
  Path of(Path folder, String stem, String suffix) {
    return folder.resolve(name.isEmpty() ? stem + suffix : stem + "-" + name + suffix);
  }

  private Path named(Path plain, String ending) {
    return name.isEmpty() ? plain : plain.resolveSibling(plain.getFileName() + ending);
  }

  /** The settings that it may have instead of those of all: {@code /etc/vpnledger/NAME.toml}. */
  Path settings(Path plain) {
    return name.isEmpty() ? plain : plain.resolveSibling(name + ".toml");
  }
}
