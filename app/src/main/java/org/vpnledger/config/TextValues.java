package org.vpnledger.config;

import java.nio.file.Path;
import java.util.List;

/** Reads values that come as text: of the environment, of files of variables, and of flags. */
final class TextValues {
  private final Path workingFolder;
  private final List<String> problems;
  private final List<String> warnings;

  /**
   * Reads for somebody.
   *
   * @param workingFolder to which relative paths belong
   */
  TextValues(Path workingFolder, List<String> problems, List<String> warnings) {
    this.workingFolder = workingFolder;
    this.problems = problems;
    this.warnings = warnings;
  }

  /** Puts an option of wg_monitor's, corrected as it would be there. */
  void put(Values values, MonitorOption option, String text, Origin origin) {
    String value =
        option.corrected(
            text, warning -> warnings.add(origin.complain(option.key().name(), warning)));
    put(values, option.key(), value, origin);
  }

  /** Puts a value; as every shell has it, empty is not set. */
  <T> void put(Values values, Key<T> key, String text, Origin origin) {
    if (text.isEmpty() && !(origin instanceof Origin.Flag)) {
      return;
    }
    if (!key.isScalar()) {
      problems.add(origin.complain(key.name(), "an array of paths can only be set in the file"));
    } else if (isRelative(key, text, origin)) {
      problems.add(
          origin.complain(key.name(), "expected an absolute path, found " + TomlText.found(text)));
    } else {
      T value = key.kind().readText(text, workingFolder);
      if (value == null) {
        problems.add(origin.complain(key.name(), ConfigurationReader.expected(key, text)));
      } else {
        values.put(key, value, origin);
      }
    }
  }

  /** In a file that programs read from wherever they were started it would mean nothing. */
  private static boolean isRelative(Key<?> key, String text, Origin origin) {
    return origin instanceof Origin.InDefaults
        && (key.kind() instanceof Kind.Location || key.kind() instanceof Kind.MaybeLocation)
        && !text.startsWith("/");
  }
}
