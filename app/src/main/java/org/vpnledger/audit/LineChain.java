package org.vpnledger.audit;

import org.jspecify.annotations.Nullable;
import org.vpnledger.chain.Chain;
import org.vpnledger.chain.Link;

/**
 * The file beside an audit log that holds what the log's format has no room for. A line for each of
 * the log's lines: the event's number, its hash in the chain of all events, and the line's own in
 * the chain of the log's lines, each made of the one before it and the line as events' are ({@link
 * Chain}). A file begins with a line that names the hash before its first, 64 zeros for none, and
 * how many lines the log had before.
 */
final class LineChain {
  static final Link NOTHING = new Link("0".repeat(64));
  private static final String TITLE = "vpnledger audit log chain 1 ";
  private static final String[] NONE = {};

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

  /**
   * The first line of a file of hashes.
   *
   * @param before the hash that its first one follows
   * @param lines how many lines the log had before, which somebody else wrote
   */
  record Title(Link before, long lines) {
    /** Absent if the text is none. */
    static @Nullable Title parse(String text) {
      String[] parts = text.startsWith(TITLE) ? text.substring(TITLE.length()).split(" ", 3) : NONE;
      Link before = parts.length == 2 ? Link.parse(parts[0]) : null;
      return before == null || !parts[1].matches("[0-9]{1,18}")
          ? null
          : new Title(before, Long.parseLong(parts[1]));
    }

    @Override
    public String toString() {
      return TITLE + before + " " + lines;
    }
  }
}
