package org.vpnledger.lab;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an array of flat objects, and nothing else of RFC 8259: what is nested is an error here,
 * because the program promises that nothing is.
 */
final class Json {
  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  static List<Row> rows(String text) {
    Json json = new Json(text);
    List<Row> rows = json.array();
    json.skipSpace();
    if (json.at != text.length()) {
      throw json.wrong("the end");
    }
    return rows;
  }

  private List<Row> array() {
    List<Row> rows = new ArrayList<>();
    expect('[');
    if (accept(']')) {
      return rows;
    }
    do {
      rows.add(object());
    } while (accept(','));
    expect(']');
    return rows;
  }

  private Row object() {
    Map<String, @Nullable String> fields = new HashMap<>();
    expect('{');
    if (accept('}')) {
      return new Row(fields);
    }
    do {
      skipSpace();
      String name = string();
      expect(':');
      skipSpace();
      if (fields.containsKey(name)) {
        throw wrong("a field other than " + name);
      }
      fields.put(name, text.startsWith("\"", at) ? string() : literal());
    } while (accept(','));
    expect('}');
    return new Row(fields);
  }

  /** A number, true, false or null. */
  private @Nullable String literal() {
    int start = at;
    while (at < text.length() && ",}] \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String literal = text.substring(start, at);
    if (!literal.matches("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?|true|false|null")) {
      throw wrong("a flat value before this");
    }
    return literal.equals("null") ? null : literal;
  }

  private String string() {
    expect('"');
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at++);
      if (c < ' ') {
        throw wrong("no control character before this");
      }
      value.append(c == '\\' ? escaped() : c);
    }
    expect('"');
    return value.toString();
  }

  private char escaped() {
    char c = at < text.length() ? text.charAt(at++) : 0;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        if (at + 4 > text.length()) {
          throw wrong("four hexadecimal digits");
        }
        at += 4;
        yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
      }
      default -> throw wrong("an escape before this");
    };
  }

  private boolean accept(char c) {
    skipSpace();
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private void expect(char c) {
    if (!accept(c)) {
      throw wrong("'" + c + "'");
    }
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private AssertionError wrong(String expected) {
    return new AssertionError(
        "Not the promised JSON: expected %s at %d of: %s".formatted(expected, at, text));
  }
}
