package org.vpnledger.name;

import org.jspecify.annotations.Nullable;

/**
 * The peers file of mdlayher's wireguard_exporter, a small part of TOML:
 *
 * <pre>{@code
 * [[peer]]
 * public_key = "…"
 * name = "Alice"
 * }</pre>
 *
 * <p>Read line by line rather than by a parser of all TOML, which would make a string of everything
 * that stands there. Strings are on one line, in either kind of quotes; other keys are left out.
 */
final class PeersTomlParser {
  private final String file;
  private final byte[] content;
  private final Lines lines;
  private final ParsedNames.Collector peers = new ParsedNames.Collector();
  private boolean inPeer;
  private @Nullable String key;
  private @Nullable String name;

  private PeersTomlParser(String file, byte[] content) {
    this.file = file;
    this.content = content;
    this.lines = new Lines(content);
  }

  static ParsedNames parse(String file, byte[] content) throws NameFileException {
    PeersTomlParser parser = new PeersTomlParser(file, content);
    parser.run();
    return parser.peers.of(NameFormat.EXPORTER);
  }

  private void run() throws NameFileException {
    while (lines.next()) {
      if (lines.first() == '[') {
        endPeer();
        inPeer = lines.startsWith("[[peer]]");
      } else if (inPeer && isField("public_key")) {
        key = value("public_key");
      } else if (inPeer && isField("name")) {
        name = value("name");
      }
    }
    endPeer();
  }

  private void endPeer() {
    if (inPeer) {
      peers.add(key, name);
    }
    key = null;
    name = null;
  }

  private boolean isField(String field) {
    int next = field.length();
    return lines.startsWith(field)
        && (lines.length() == next || Lines.isSpace(lines.at(next)) || lines.at(next) == '=');
  }

  private String value(String field) throws NameFileException {
    int line = lines.offset();
    lines.skip(field.length());
    if (lines.first() == '=') {
      lines.skip(1);
      byte quote = lines.first();
      int end = quote == '"' || quote == '\'' ? end(quote) : -1;
      if (end > 0) {
        String text = lines.text(1, end);
        return quote == '"' ? unescaped(text, line) : text;
      }
    }
    throw problem(line, "expected " + field + " = \"…\"");
  }

  /** Where the closing quote is, or -1. */
  private int end(byte quote) {
    for (int i = 1; i < lines.length(); i++) {
      if (lines.at(i) == quote) {
        return i;
      } else if (quote == '"' && lines.at(i) == '\\') {
        i++;
      }
    }
    return -1;
  }

  private String unescaped(String text, int line) throws NameFileException {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        plain.append(c);
        continue;
      }
      char escape = ++i < text.length() ? text.charAt(i) : 0;
      switch (escape) {
        case '"', '\\' -> plain.append(escape);
        case 'b', 't', 'n', 'f', 'r', 'e' -> plain.append(' ');
        case 'u', 'U' -> {
          int digits = escape == 'u' ? 4 : 8;
          plain.appendCodePoint(codePoint(text, i + 1, digits, line));
          i += digits;
        }
        default -> throw problem(line, "an escape that TOML does not have");
      }
    }
    return plain.toString();
  }

  private int codePoint(String text, int from, int digits, int line) throws NameFileException {
    int value = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = i < text.length() ? Character.digit(text.charAt(i), 16) : -1;
      if (digit < 0 || value > Character.MAX_CODE_POINT) {
        throw problem(line, "an escape that TOML does not have");
      }
      value = value * 16 + digit;
    }
    if (!Character.isValidCodePoint(value)) {
      throw problem(line, "an escape that TOML does not have");
    }
    return value;
  }

  private NameFileException problem(int line, String what) {
    return NameFileException.at(file, content, line, what);
  }
}
