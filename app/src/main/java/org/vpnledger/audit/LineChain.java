package org.vpnledger.audit;

import org.jspecify.annotations.Nullable;
import org.vpnledger.chain.Chain;
import org.vpnledger.chain.Link;

/**
 * The file beside an audit log that holds what the log's format has no room for. A line for each of
 * the log's lines: the event's number, its hash in the chain of all events, and the line's own in
 * the chain of the log's lines, each made of the one before it and the line as events' are ({@link
 * Chain}). A file begins with a line that names the hash before its first, 64 zeros for none.
 */
final class LineChain {
  static final Link NOTHING = new Link("0".repeat(64));
  private static final String TITLE = "vpnledger audit log chain 1 ";

  private LineChain() {}

  /** One line of it. */
  record Entry(long seq, Link event, Link line) {
    /** Absent if the text is none. */
    static @Nullable Entry parse(String text) {
      String[] parts = text.split(" ", 4);
      if (parts.length != 3 || !parts[0].matches("[0-9]{1,18}")) {
        return null;
      }
      Link event = Link.parse(parts[1]);
      Link line = Link.parse(parts[2]);
      return event == null || line == null
          ? null
          : new Entry(Long.parseLong(parts[0]), event, line);
    }

    @Override
    public String toString() {
      return seq + " " + event + " " + line;
    }
  }

  /** The first line of a file. */
  static String title(Link before) {
    return TITLE + before;
  }

  /** The hash that a first line names, or absent if it is none. */
  static @Nullable Link titled(String text) {
    return text.startsWith(TITLE) ? Link.parse(text.substring(TITLE.length())) : null;
  }
}
