package org.vpnledger.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Parses TOML. The only class that touches the parser: without a file it is never loaded. */
final class TomlFile {
  private final String file;
  private final List<String> lines;

  private TomlFile(String file, String text) {
    this.file = file;
    this.lines = text.lines().toList();
  }

  /**
   * @param file what messages call it
   * @param problems receives what is wrong with the file as TOML
   */
  static TomlNode.Table parse(String file, String text, List<String> problems) {
    TomlParseResult result = Toml.parse(text);
    TomlFile parsed = new TomlFile(file, text);
    result
        .errors()
        .forEach(error -> {
          Origin.InFile at = parsed.at(error.position());
          String message = String.valueOf(error.getMessage()).replaceAll("\\p{Cntrl}+", " ");
          problems.add(file + ":" + at.line() + ":" + at.column() + ": " + message);
        });
    return parsed.table(result);
  }

  private TomlNode.Table table(TomlTable table) {
    Map<String, TomlNode> entries = new LinkedHashMap<>();
    for (Map.Entry<String, Object> entry : table.entrySet()) {
      Origin.InFile key = at(table.inputPositionOf(List.of(entry.getKey())));
      Object value = value(entry.getValue());
      Origin.InFile at = value instanceof TomlNode.Table ? key : valueAfter(key);
      entries.put(entry.getKey(), new TomlNode(key, at, value));
    }
    return new TomlNode.Table(entries);
  }

  private TomlNode.Array array(TomlArray array) {
    List<TomlNode> elements = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      Origin.InFile at = at(array.inputPositionOf(i));
      elements.add(new TomlNode(at, at, value(array.get(i))));
    }
    return new TomlNode.Array(elements);
  }

  private Object value(Object value) {
    return switch (value) {
      case TomlTable table -> table(table);
      case TomlArray array -> array(array);
      default -> value;
    };
  }

  private Origin.InFile at(@Nullable TomlPosition position) {
    return position == null
        ? new Origin.InFile(file, 1, 1)
        : new Origin.InFile(file, position.line(), position.column());
  }

  /** The parser knows where a key stands; its value follows the {@code =} on the same line. */
  private Origin.InFile valueAfter(Origin.InFile key) {
    if (key.line() > lines.size()) {
      return key;
    }
    int[] line = lines.get(key.line() - 1).codePoints().toArray();
    int quote = 0;
    for (int i = key.column() - 1; i < line.length; i++) {
      int c = line[i];
      if (quote != 0) {
        if (c == '\\' && quote == '"') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '[' || c == '#') {
        return key; // a header
      } else if (c == '=') {
        do {
          i++;
        } while (i < line.length && (line[i] == ' ' || line[i] == '\t'));
        return new Origin.InFile(file, key.line(), i + 1);
      }
    }
    return key;
  }
}
