package org.vpnledger.config;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The files in {@code /etc/default} that a service takes its options from. They are read as files,
 * by who asks as well as by the daemon: what the environment says under such common names as {@code
 * DEBUG} means nothing.
 */
final class DefaultsFiles {
  static final String OF_WG_MONITOR = "wg-monitor";
  static final String OURS = "vpnledger";

  private final Values values;
  private final List<EnvironmentFile.Assignment> inherited;
  private final List<EnvironmentFile.Assignment> ours;
  private final List<String> problems;
  private final List<String> warnings;

  /** Reads both, if they are there; what is assigned is put into the values by {@link #apply}. */
  DefaultsFiles(
      Path folder, Values values, Instance instance, List<String> problems, List<String> warnings) {
    this.values = values;
    this.inherited = read(instance.of(folder.resolve(OF_WG_MONITOR)), problems);
    this.ours = read(instance.of(folder.resolve(OURS)), problems);
    this.problems = problems;
    this.warnings = warnings;
  }

  private static List<EnvironmentFile.Assignment> read(Path file, List<String> problems) {
    try {
      String label = TomlText.line(file.toString());
      String text = TextFile.read(file, label, problems);
      return text == null ? List.of() : EnvironmentFile.parse(label, text, problems);
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** The TOML file that ours names; empty if it names none. */
  String config() {
    String named = "";
    for (EnvironmentFile.Assignment assignment : ours) {
      if (assignment.name().equals(Variables.CONFIG)) {
        named = assignment.value();
        if (!named.isEmpty() && !named.startsWith("/")) {
          String found = TomlText.found(named);
          problems.add(assignment.at().complain("", "expected an absolute path, found " + found));
          named = "";
        }
      }
    }
    return named;
  }

  /** Puts what they set into the values: wg-monitor's first, since ours wins. */
  void apply(TextValues texts) {
    for (EnvironmentFile.Assignment assignment : inherited) {
      MonitorOption option = MonitorOption.BY_VARIABLE.get(assignment.name());
      if (option == null) {
        unknown(assignment, MonitorOption.BY_VARIABLE.keySet());
      } else {
        texts.put(values, option, assignment.value(), assignment.at());
      }
    }
    Set<String> names = new LinkedHashSet<>(MonitorOption.BY_VARIABLE.keySet());
    names.addAll(Variables.BY_VARIABLE.keySet());
    for (EnvironmentFile.Assignment assignment : ours) {
      MonitorOption option = MonitorOption.BY_VARIABLE.get(assignment.name());
      Key<?> key = Variables.BY_VARIABLE.get(assignment.name());
      if (option != null) {
        texts.put(values, option, assignment.value(), assignment.at());
      } else if (key != null) {
        texts.put(values, key, assignment.value(), assignment.at());
      } else if (!Variables.RESERVED.contains(assignment.name())) {
        unknown(assignment, names);
      }
    }
  }

  private void unknown(EnvironmentFile.Assignment assignment, Set<String> known) {
    String hint = Suggestion.after(assignment.name(), known);
    warnings.add(assignment.at().complain("", "unknown variable" + hint));
  }
}
