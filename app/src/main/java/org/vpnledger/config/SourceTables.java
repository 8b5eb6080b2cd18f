package org.vpnledger.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the {@code [[source]]} tables. */
final class SourceTables {
  private final Surroundings here;
  private final Path base;
  private final List<String> problems;
  private final List<Values> sources = new ArrayList<>();

  SourceTables(Surroundings here, Path base, List<String> problems) {
    this.here = here;
    this.base = base;
    this.problems = problems;
  }

  List<Values> read(TomlNode node) {
    List<TomlNode> tables =
        node.value() instanceof TomlNode.Array array ? array.elements() : List.of(node);
    for (TomlNode table : tables) {
      if (node.value() instanceof TomlNode.Array
          && table.value() instanceof TomlNode.Table entries) {
        source(table, entries);
      } else {
        problems.add(
            table
                .at()
                .complain(
                    Keys.SOURCE_SECTION,
                    "expected tables [[source]], found " + TomlText.found(table.plain())));
      }
    }
    name();
    return sources;
  }

  private void source(TomlNode table, TomlNode.Table entries) {
    Values source = new Values(here);
    entries
        .entries()
        .forEach((part, node) -> {
          String name = Keys.SOURCE_SECTION + "." + TomlText.key(part);
          Key<?> key = Keys.OF_SOURCE.get(name);
          if (key == null) {
            String hint = Suggestion.after(name, Keys.OF_SOURCE.keySet());
            problems.add(FileReader.unknownKey(node, name, hint));
          } else {
            put(source, key, node);
          }
        });
    if (!entries.entries().containsKey(Keys.SOURCE_TYPE.lastName())) {
      String expected = "expected " + Keys.SOURCE_TYPE.kind().expected() + ", found nothing";
      problems.add(table.at().complain(Keys.SOURCE_TYPE.name(), expected));
    } else if (source.isSet(Keys.SOURCE_TYPE)) {
      boolean command = source.get(Keys.SOURCE_TYPE).equals("command");
      refuse(source, command ? Keys.SOURCE_DIRECTORY : Keys.SOURCE_COMMAND, entries);
      sources.add(source);
    }
  }

  private <T> void put(Values source, Key<T> key, TomlNode node) {
    T value = key.kind().read(node.plain(), base);
    if (value == null) {
      problems.add(node.at().complain(key.name(), ConfigurationReader.expected(key, node.plain())));
    } else {
      source.put(key, value, node.at());
    }
  }

  private void refuse(Values source, Key<?> key, TomlNode.Table entries) {
    TomlNode node = entries.entries().get(key.lastName());
    if (node != null) {
      String type = source.get(Keys.SOURCE_TYPE);
      problems.add(node.at().complain(key.name(), "has no meaning with type \"" + type + "\""));
    }
  }

  /** Checks that names are unique, and names after their type those without one. */
  private void name() {
    Set<String> taken = new HashSet<>();
    for (Values source : sources) {
      if (source.isSet(Keys.SOURCE_NAME) && !taken.add(source.get(Keys.SOURCE_NAME))) {
        String problem = "there is another source \"" + source.get(Keys.SOURCE_NAME) + "\"";
        problems.add(source.origin(Keys.SOURCE_NAME).complain(Keys.SOURCE_NAME.name(), problem));
      }
    }
    for (Values source : sources) {
      if (!source.isSet(Keys.SOURCE_NAME)) {
        String type = source.get(Keys.SOURCE_TYPE);
        String name = type;
        for (int number = 2; !taken.add(name); number++) {
          name = type + "-" + number;
        }
        source.put(Keys.SOURCE_NAME, name, new Origin.Default());
      }
    }
  }

  /** One source's values as the rest of the program wants them. */
  static SourceSettings settings(Values source) {
    String name = source.get(Keys.SOURCE_NAME);
    List<String> interfaces = source.get(Keys.SOURCE_INTERFACE);
    var timeout = source.get(Keys.SOURCE_TIMEOUT);
    return source.get(Keys.SOURCE_TYPE).equals("command")
        ? new SourceSettings.Command(name, interfaces, timeout, source.get(Keys.SOURCE_COMMAND))
        : new SourceSettings.Uapi(name, interfaces, timeout, source.get(Keys.SOURCE_DIRECTORY));
  }
}
