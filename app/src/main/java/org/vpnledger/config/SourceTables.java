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
        source(entries);
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

  private void source(TomlNode.Table entries) {
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
    String type = source.get(Keys.SOURCE_TYPE);
    for (Key<?> key : Keys.OF_SOURCE.values()) {
      if (!Keys.hasMeaning(key, type)) {
        refuse(type, key, entries);
      }
    }
    sources.add(source);
  }

  private <T> void put(Values source, Key<T> key, TomlNode node) {
    T value = key.kind().read(node.plain(), base);
    if (value == null) {
      problems.add(node.at().complain(key.name(), ConfigurationReader.expected(key, node.plain())));
    } else {
      source.put(key, value, node.at());
    }
  }

  private void refuse(String type, Key<?> key, TomlNode.Table entries) {
    TomlNode node = entries.entries().get(key.lastName());
    if (node != null) {
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
        String first = unnamed(source);
        String name = first;
        for (int number = 2; !taken.add(name); number++) {
          name = first + "-" + number;
        }
        source.put(Keys.SOURCE_NAME, name, new Origin.Default());
      }
    }
  }

  /** A container's name says more than how it is read, and stays the same in another order. */
  private static String unnamed(Values source) {
    String netns = source.get(Keys.SOURCE_NETNS);
    String last = netns.substring(1 + Math.max(netns.lastIndexOf('/'), netns.lastIndexOf(':')));
    return Keys.SOURCE_NAME.kind().read(last, Path.of("/")) == null || last.length() > 29
        ? source.get(Keys.SOURCE_TYPE)
        : last;
  }

  /** One source's values as the rest of the program wants them. */
  static SourceSettings settings(Values source) {
    String name = source.get(Keys.SOURCE_NAME);
    List<String> interfaces = source.get(Keys.SOURCE_INTERFACE);
    var timeout = source.get(Keys.SOURCE_TIMEOUT);
    String netns = source.get(Keys.SOURCE_NETNS);
    return switch (source.get(Keys.SOURCE_TYPE)) {
      case "command" ->
          new SourceSettings.Command(name, interfaces, timeout, source.get(Keys.SOURCE_COMMAND));
      case "uapi" ->
          new SourceSettings.Uapi(name, interfaces, timeout, source.get(Keys.SOURCE_DIRECTORY));
      case "netlink" -> new SourceSettings.Netlink(name, interfaces, timeout, netns);
      default -> new SourceSettings.WireGuard(name, interfaces, timeout, netns);
    };
  }
}
