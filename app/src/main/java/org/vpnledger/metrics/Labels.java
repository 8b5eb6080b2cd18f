package org.vpnledger.metrics;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Labels of a sample, in their order. Values may be any text: it is escaped here, once, for as long
 * as the labels are kept.
 */
public final class Labels {
  /** No label at all. */
  public static final Labels NONE = new Labels(List.of());

  private final List<String> pairs;
  private final byte[] text;

  private Labels(List<String> pairs) {
    this.pairs = pairs;
    this.text = written(pairs).getBytes(StandardCharsets.UTF_8);
  }

  /** Labels in this order: name, value, name, value. */
  public static Labels of(String... pairs) {
    return of(List.of(pairs));
  }

  /** The same of a list. */
  public static Labels of(List<String> pairs) {
    if (pairs.size() % 2 != 0) {
      throw new IllegalArgumentException("a label without a value");
    }
    return new Labels(List.copyOf(pairs));
  }

  /** These, then one more. */
  public Labels and(String name, String value) {
    List<String> more = new ArrayList<>(pairs);
    more.add(name);
    more.add(value);
    return of(more);
  }

  /** Gives each name and value. */
  public void forEach(BiConsumer<String, String> each) {
    for (int i = 0; i < pairs.size(); i += 2) {
      each.accept(pairs.get(i), pairs.get(i + 1));
    }
  }

  /** <code>{a="b",c="d"}</code> in UTF-8, empty for none. Not to be changed. */
  byte[] text() {
    return text;
  }

  private static String written(List<String> pairs) {
    if (pairs.isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder(64 + 16 * pairs.size());
    char before = '{';
    for (int i = 0; i < pairs.size(); i += 2) {
      out.append(before).append(pairs.get(i)).append("=\"");
      escape(pairs.get(i + 1), out);
      out.append('"');
      before = ',';
    }
    return out.append('}').toString();
  }

  /**
   * The escapes of the text format, the only ones that it has. Half a character becomes a question
   * mark in UTF-8; a NUL, which some readers end at, becomes the replacement character.
   */
  private static void escape(String value, StringBuilder out) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '"' -> out.append("\\\"");
        case '\n' -> out.append("\\n");
        case 0 -> out.append('\ufffd');
        default -> out.append(c);
      }
    }
  }

  @Override
  public String toString() {
    return new String(text, StandardCharsets.UTF_8);
  }
}
