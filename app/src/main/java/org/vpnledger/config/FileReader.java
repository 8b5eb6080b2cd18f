package org.vpnledger.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.name.DisplayName;
import org.vpnledger.name.WireGuardKey;
import org.vpnledger.vpn.PeerKey;

/** Finds the TOML file and puts what it sets into the values. */
final class FileReader {
  private final Values values;
  private final List<String> problems;
  private final Map<PeerKey, String> names = new LinkedHashMap<>();
  private final Map<PeerKey, Origin> nameOrigins = new LinkedHashMap<>();
  private List<Values> sources = List.of();
  private List<Values> flowRules = List.of();

  FileReader(Values values, List<String> problems) {
    this.values = values;
    this.problems = problems;
  }

  Map<PeerKey, String> names() {
    return names;
  }

  Map<PeerKey, Origin> nameOrigins() {
    return nameOrigins;
  }

  /** One for each {@code [[source]]}. */
  List<Values> sources() {
    return sources;
  }

  /** One for each {@code [[flow.rule]]}. */
  List<Values> flowRules() {
    return flowRules;
  }

  /**
   * @param flag the file that a flag names: it must exist, and so must one that a variable names
   * @param defaults the one that a file of variables names, empty if none does
   */
  void read(@Nullable String flag, String defaults, Surroundings here) {
    String variable = here.environment().getOrDefault(Variables.CONFIG, "");
    String weaker = variable.isEmpty() ? defaults : variable;
    String named = flag != null ? flag : weaker.isEmpty() ? null : weaker;
    String label = TomlText.line(named == null ? usual(here).toString() : named);
    try {
      Path path = named == null ? usual(here) : here.workingFolder().resolve(named);
      String text = TextFile.read(path, label, problems);
      if (text == null) {
        return;
      }
      int before = problems.size();
      TomlNode.Table file = TomlFile.parse(label, text, problems);
      if (problems.size() == before) { // of a broken file nobody knows what it says
        table(file, "", folder(path));
      }
    } catch (NoSuchFileException e) {
      if (named != null) {
        problems.add(
            label + ": no such file, named by " + (flag != null ? "--config" : Variables.CONFIG));
      }
    } catch (InvalidPathException e) {
      problems.add(label + ": " + TomlText.line(String.valueOf(e.getMessage())));
    }
  }

  /** An instance may have a file of its own. */
  private Path usual(Surroundings here) {
    Path own = values.instance().settings(here.defaultFile());
    return Files.exists(own) ? own : here.defaultFile();
  }

  /** Relative paths in a file belong to the file's folder, wherever the process was started. */
  private static Path folder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? file : folder;
  }

  private void table(TomlNode.Table table, String prefix, Path base) {
    table
        .entries()
        .forEach((part, node) -> {
          String name = prefix + TomlText.key(part);
          Key<?> key = Keys.BY_NAME.get(name);
          if (key != null) {
            put(key, node, base);
          } else if (prefix.isEmpty() && name.equals(Keys.SOURCE_SECTION)) {
            sources = new SourceTables(values.here(), base, problems).read(node);
          } else if (name.equals(FlowRules.SECTION)) {
            flowRules = FlowRules.read(node, values.here(), base, problems);
          } else if (prefix.isEmpty() && name.equals(Keys.NAMES_SECTION)) {
            names(node);
          } else if (isSection(name)) {
            section(name, node, base);
          } else {
            unknown(name, prefix, part, node);
          }
        });
  }

  private <T> void put(Key<T> key, TomlNode node, Path base) {
    T value = key.kind().read(node.plain(), base);
    if (value == null) {
      problems.add(node.at().complain(key.name(), ConfigurationReader.expected(key, node.plain())));
    } else {
      values.put(key, value, node.at());
    }
  }

  private void section(String name, TomlNode node, Path base) {
    if (node.value() instanceof TomlNode.Table inner) {
      table(inner, name + ".", base);
    } else {
      problems.add(
          node.at()
              .complain(
                  name, "expected a table [" + name + "], found " + TomlText.found(node.plain())));
    }
  }

  private void names(TomlNode node) {
    if (!(node.value() instanceof TomlNode.Table table)) {
      section(Keys.NAMES_SECTION, node, Path.of(""));
      return;
    }
    table
        .entries()
        .forEach((key, named) -> {
          String name = named.value() instanceof String text ? DisplayName.clean(text) : null;
          if (!WireGuardKey.isValid(key)) {
            problems.add(
                named
                    .keyAt()
                    .complain(
                        Keys.NAMES_SECTION,
                        "expected a WireGuard public key (44 characters of base64), found "
                            + TomlText.found(key)));
          } else if (name == null) {
            problems.add(
                named
                    .at()
                    .complain(
                        Keys.NAMES_SECTION,
                        "expected a name, found " + TomlText.found(named.plain())));
          } else {
            names.put(new PeerKey(key), name);
            nameOrigins.put(new PeerKey(key), named.at());
          }
        });
  }

  private void unknown(String name, String prefix, String part, TomlNode node) {
    List<String> known = new ArrayList<>(Keys.BY_NAME.keySet());
    Keys.SECTIONS.forEach(section -> known.add(section.name()));
    // TOML's own trap: a key below a [table] belongs to it, however much it looks like a top one.
    String hint =
        !prefix.isEmpty() && Keys.BY_NAME.containsKey(part)
            ? " (did you mean '" + part + "'? it belongs above the first [table])"
            : Suggestion.after(name, known);
    problems.add(unknownKey(node, name, hint));
  }

  static String unknownKey(TomlNode node, String name, String hint) {
    Origin.InFile at = node.keyAt();
    return at.file() + ":" + at.line() + ":" + at.column() + ": unknown key '" + name + "'" + hint;
  }

  /** Also what only holds other sections. */
  private static boolean isSection(String name) {
    return Keys.SECTIONS.stream()
        .anyMatch(section -> section.name().equals(name) || section.name().startsWith(name + "."));
  }
}
