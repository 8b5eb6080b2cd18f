package org.vpnledger.config;

import java.util.List;
import java.util.Map;

/**
 * A value of the file with its place. Free of the parser's classes, which cost time to load.
 *
 * @param keyAt where its key stands
 * @param at where the value itself begins; for a table, its key or header
 * @param value a {@code String}, {@code Long}, {@code Boolean}, {@link Table}, {@link Array}, or a
 *     type that no key takes
 */
record TomlNode(Origin.InFile keyAt, Origin.InFile at, Object value) {

  /** A table of the file. */
  record Table(Map<String, TomlNode> entries) {}

  /** An array of the file. */
  record Array(List<TomlNode> elements) {}

  /** The value as {@link Kind} takes it, without places. */
  Object plain() {
    return switch (value) {
      case Array array -> array.elements().stream().map(TomlNode::plain).toList();
      case Table table -> table.entries();
      default -> value;
    };
  }
}
