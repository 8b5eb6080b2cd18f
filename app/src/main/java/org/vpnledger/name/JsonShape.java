package org.vpnledger.name;

/**
 * Checks before parsing that a file is one whole JSON object of bounded depth: brackets match,
 * strings are closed, nothing follows. The parser itself recurses without bound and overlooks a
 * missing end, so it must only see what passes here.
 */
final class JsonShape {
  private static final int MAX_DEPTH = 32;

  private final String file;
  private final byte[] json;
  private final byte[] open = new byte[MAX_DEPTH];
  private int depth;

  private JsonShape(String file, byte[] json) {
    this.file = file;
    this.json = json;
  }

  static void check(String file, byte[] json) throws NameFileException {
    new JsonShape(file, json).check();
  }

  private void check() throws NameFileException {
    int i = 0;
    while (i < json.length && isSpace(json[i])) {
      i++;
    }
    if (i == json.length || json[i] != '{') {
      throw problem(i, i == json.length ? "the file is empty" : "expected '{'");
    }
    do {
      i = step(i);
    } while (depth > 0 && i < json.length);
    if (depth > 0) {
      throw problem(i, "the file ends in the middle");
    }
    while (i < json.length) {
      if (!isSpace(json[i])) {
        throw problem(i, "something follows the end of the object");
      }
      i++;
    }
  }

  /** Looks at one byte, or at one whole string, and returns the offset after it. */
  private int step(int at) throws NameFileException {
    switch (json[at]) {
      case '{', '[' -> {
        if (depth == MAX_DEPTH) {
          throw problem(at, "nested deeper than " + MAX_DEPTH);
        }
        open[depth++] = json[at];
      }
      case '}', ']' -> {
        byte opened = open[--depth];
        if ((json[at] == '}') != (opened == '{')) {
          throw problem(at, "a bracket does not match");
        }
      }
      case '"' -> {
        return endOfString(at);
      }
      default -> {}
    }
    return at + 1;
  }

  private int endOfString(int start) throws NameFileException {
    for (int i = start + 1; i < json.length; i++) {
      if (json[i] == '"') {
        return i + 1;
      } else if (json[i] == '\\') {
        i++;
      } else if (json[i] >= 0 && json[i] < ' ') {
        break;
      }
    }
    throw problem(start, "a string is not closed");
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private NameFileException problem(int offset, String what) {
    return NameFileException.at(file, json, offset, what);
  }
}
