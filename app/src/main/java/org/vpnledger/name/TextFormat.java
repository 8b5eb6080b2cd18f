package org.vpnledger.name;

import org.jspecify.annotations.Nullable;

/** What kind of text a names file is, told by its first line that says so. */
enum TextFormat {
  EMPTY,
  JSON,
  TOML,
  CONF,
  CLIENTS_TXT,
  OTHER;

  /** A file that begins with more comments than this is none of ours. */
  private static final int MOST_LINES = 2_000;

  static TextFormat of(byte[] content) {
    Lines lines = new Lines(content);
    boolean empty = true;
    boolean comments = false;
    for (int i = 0; i < MOST_LINES && lines.next(); i++) {
      if (lines.isBlank()) {
        continue;
      }
      empty = false;
      if (lines.first() == '{') {
        return JSON;
      }
      TextFormat told = ofLine(lines);
      if (told != null) {
        return told;
      }
      comments |= lines.first() == '#';
      if (lines.first() != '#') {
        return OTHER;
      }
    }
    return empty ? EMPTY : comments ? CONF : OTHER;
  }

  private static @Nullable TextFormat ofLine(Lines lines) {
    if (lines.first() == '#') {
      return null;
    }
    if (lines.startsWith("[[peer]]")) {
      return TOML;
    }
    if (lines.startsWith("[interface]") || lines.startsWith("[peer]")) {
      return CONF;
    }
    return ClientsTxtParser.isClient(lines) ? CLIENTS_TXT : null;
  }
}
