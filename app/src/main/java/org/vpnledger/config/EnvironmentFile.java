package org.vpnledger.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses what systemd's {@code EnvironmentFile=} reads (systemd.exec(5)), character by character:
 *
 * <pre>
 *   # a comment, and so is this
 *   ; one
 *   NAME=plain text until the end of the line, where \
 *     a backslash goes on with the next
 *   NAME='as it is' or "with \" and \\ in it"
 * </pre>
 *
 * <p>Nothing is expanded. A shell's {@code export} before a name is passed over, since such files
 * are read by shells too. What systemd passes over in silence is a problem here.
 */
final class EnvironmentFile {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern EXPORT = Pattern.compile("export[ \t]+(?=[A-Za-z_])");
  private static final int END = -1;

  /**
   * One {@code NAME=value}.
   *
   * @param at where the value begins; empty values are there, too
   */
  record Assignment(String name, String value, Origin.InDefaults at) {}

  private final String file;
  private final int[] text;
  private final List<String> problems;
  private final List<Assignment> found = new ArrayList<>();
  private int next;
  private int line = 1;
  private int column = 1;

  private EnvironmentFile(String file, String text, List<String> problems) {
    this.file = file;
    this.text = text.codePoints().toArray();
    this.problems = problems;
  }

  /**
   * What is assigned, in the order of the file; of two of one name both.
   *
   * @param file what messages call it
   * @param problems receives what is wrong, a line each
   */
  static List<Assignment> parse(String file, String text, List<String> problems) {
    EnvironmentFile parser = new EnvironmentFile(file, text, problems);
    while (parser.peek() != END) {
      parser.line();
    }
    return parser.found;
  }

  private int peek() {
    return next < text.length ? text[next] : END;
  }

  private int take() {
    int c = peek();
    next++;
    column++;
    if (c == '\n') {
      line++;
      column = 1;
    }
    return c;
  }

  private void skipBlanks() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\r') {
      take();
    }
  }

  private boolean atLineEnd() {
    return peek() == END || peek() == '\n';
  }

  private String restOfLine() {
    StringBuilder rest = new StringBuilder();
    while (!atLineEnd()) {
      rest.appendCodePoint(take());
    }
    take();
    return rest.toString();
  }

  private void line() {
    skipBlanks();
    if (atLineEnd()) {
      take();
    } else if (peek() == '#' || peek() == ';') {
      restOfLine();
    } else {
      assignment();
    }
  }

  private void assignment() {
    int startLine = line;
    int startColumn = column;
    StringBuilder before = new StringBuilder();
    while (!atLineEnd() && peek() != '=') {
      before.appendCodePoint(take());
    }
    String name = EXPORT.matcher(before.toString().stripTrailing()).replaceFirst("");
    if (peek() != '=' || !NAME.matcher(name).matches()) {
      restOfLine();
      // Not what was found: such a line may be anything, a secret for another program as well.
      problems.add(file + ":" + startLine + ":" + startColumn + ": expected NAME=value");
      return;
    }
    take();
    skipBlanks();
    Origin.InDefaults at = new Origin.InDefaults(file, line, column, name);
    String value = value(at);
    if (value != null) {
      found.add(new Assignment(name, value, at));
    }
  }

  /** To the end of the line; absent, with a problem, if a quote has no end. */
  private @Nullable String value(Origin.InDefaults at) {
    StringBuilder value = new StringBuilder();
    while (peek() == '\'' || peek() == '"') {
      if (!quoted(value)) {
        problems.add(at.complain("", "a quote that begins here has no end"));
        return null;
      }
      skipBlanks();
    }
    plain(value);
    return value.toString();
  }

  /** Between quotes line ends are as good as any character. */
  private boolean quoted(StringBuilder value) {
    int quote = take();
    while (peek() != quote) {
      int c = take();
      if (c == END) {
        return false;
      }
      if (c != '\\' || quote == '\'') {
        value.appendCodePoint(c);
      } else if (peek() == '\n') {
        take();
      } else if (peek() == '"' || peek() == '\\' || peek() == '`' || peek() == '$') {
        value.appendCodePoint(take());
      } else {
        value.append('\\');
      }
    }
    take();
    return true;
  }

  /** Blanks at its end do not belong to it, unless a backslash says so. */
  private void plain(StringBuilder value) {
    int kept = value.length();
    while (!atLineEnd()) {
      int c = take();
      if (c == '\\') {
        if (atLineEnd()) {
          take();
          continue;
        }
        value.appendCodePoint(take());
        kept = value.length();
      } else {
        value.appendCodePoint(c);
        kept = c == ' ' || c == '\t' || c == '\r' ? kept : value.length();
      }
    }
    take();
    value.setLength(kept);
  }
}
