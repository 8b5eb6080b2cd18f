package org.vpnledger.config;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes values as TOML, and shows a wrong one in a message. */
final class TomlText {
  private static final int SHOWN = 60;

  private TomlText() {}

  /** A basic string, with everything escaped that could leave its line. */
  static String quoted(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    text.codePoints()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            out.append('\\').append((char) c);
          } else if (mustBeEscaped(c)) {
            out.append((c > 0xFFFF ? "\\U%08X" : "\\u%04X").formatted(c));
          } else {
            out.appendCodePoint(c);
          }
        });
    return out.append('"').toString();
  }

  private static boolean mustBeEscaped(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /** Text for within a message: one line, and not long. */
  static String line(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
    return line.length() <= 4 * SHOWN ? line : line.substring(0, 4 * SHOWN) + "…";
  }

  static String array(List<String> texts) {
    return texts.stream().map(TomlText::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  /** A key's part as it must be written. */
  static String key(String part) {
    boolean bare =
        !part.isEmpty()
            && part.chars()
                .allMatch(c ->
                    (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || c == '_'
                        || c == '-');
    return bare ? part : quoted(part);
  }

  /** Completes "found …" in a message. */
  static String found(Object value) {
    return switch (value) {
      case String text ->
          text.length() <= SHOWN ? quoted(text) : quoted(text.substring(0, SHOWN)) + "…";
      case Map<?, ?> table -> "a table";
      case List<?> array -> "an array of " + array.size();
      default -> value.toString();
    };
  }
}
