package org.vpnledger.page;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes markup that is HTML and well-formed XML at once, as it is made. All text and all values
 * are escaped here and nowhere else.
 */
final class Markup {
  private static final String REPLACEMENT = "\ufffd";

  private final Appendable out;
  private final Deque<String> open = new ArrayDeque<>();

  Markup(Appendable out) {
    this.out = out;
  }

  /** What is markup already. */
  Markup raw(String markup) throws IOException {
    out.append(markup);
    return this;
  }

  /**
   * Opens an element.
   *
   * @param attributes names and values in turn
   */
  Markup open(String element, String... attributes) throws IOException {
    start(element, attributes);
    out.append('>');
    open.push(element);
    return this;
  }

  /** Closes the element that was opened last. */
  Markup close() throws IOException {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** An element without content, as HTML and SVG have them: {@code meta}, {@code rect}. */
  Markup empty(String element, String... attributes) throws IOException {
    start(element, attributes);
    out.append("/>");
    return this;
  }

  /** An element with nothing but text. */
  Markup element(String element, String text, String... attributes) throws IOException {
    return open(element, attributes).text(text).close();
  }

  /** The next line, for who reads the source. */
  Markup line() throws IOException {
    out.append('\n');
    return this;
  }

  Markup text(String text) throws IOException {
    escape(text);
    return this;
  }

  private void start(String element, String... attributes) throws IOException {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      out.append('"');
    }
  }

  private void escape(String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> {
          if (Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1))) {
            out.append(c).append(text.charAt(++i));
          } else {
            out.append(isCharacter(c) ? String.valueOf(c) : REPLACEMENT);
          }
        }
      }
    }
  }

  /** What XML allows (production 2), without control characters: HTML lets them pass. */
  private static boolean isCharacter(char c) {
    return !Character.isISOControl(c) && !Character.isSurrogate(c) && c < 0xfffe;
  }
}
