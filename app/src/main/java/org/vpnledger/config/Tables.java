package org.vpnledger.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads tables that may be repeated: {@code [[source]]} and their kin. */
final class Tables {
  private final String section;
  private final Map<String, Key<?>> keys;
  private final Surroundings here;
  private final Path base;
  private final List<String> problems;

  /**
   * One table.
   *
   * @param node where it stands
   * @param values what it sets
   * @param isSound whether everything in it could be read
   */
  record One(TomlNode node, TomlNode.Table entries, Values values, boolean isSound) {}

  /** Of that name, with these keys, by their full names. */
  Tables(
      String section,
      Map<String, Key<?>> keys,
      Surroundings here,
      Path base,
      List<String> problems) {
    this.section = section;
    this.keys = keys;
    this.here = here;
    this.base = base;
    this.problems = problems;
  }

  /** Gives each as soon as it is read, so that problems are told in the file's order. */
  void read(TomlNode node, Consumer<One> each) {
    List<TomlNode> tables =
        node.value() instanceof TomlNode.Array array ? array.elements() : List.of(node);
    for (TomlNode table : tables) {
      if (node.value() instanceof TomlNode.Array
          && table.value() instanceof TomlNode.Table entries) {
        each.accept(one(table, entries));
      } else {
        String found = TomlText.found(table.plain());
        problems.add(
            table.at().complain(section, "expected tables [[" + section + "]], found " + found));
      }
    }
  }

  private One one(TomlNode table, TomlNode.Table entries) {
    Values values = new Values(here);
    int before = problems.size();
    entries
        .entries()
        .forEach((part, node) -> {
          String name = section + "." + TomlText.key(part);
          Key<?> key = keys.get(name);
          if (key == null) {
            String hint = Suggestion.after(name, keys.keySet());
            problems.add(FileReader.unknownKey(node, name, hint));
          } else {
            put(values, key, node);
          }
        });
    return new One(table, entries, values, problems.size() == before);
  }

  private <T> void put(Values values, Key<T> key, TomlNode node) {
    T value = key.kind().read(node.plain(), base);
    if (value == null) {
      problems.add(node.at().complain(key.name(), ConfigurationReader.expected(key, node.plain())));
    } else {
      values.put(key, value, node.at());
    }
  }
}
