package org.vpnledger.audit;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.vpnledger.chain.Chain;
import org.vpnledger.chain.Link;
import org.vpnledger.store.LedgerReader;

/**
 * Whether an audit log is the one that was written: its lines against the hashes beside it, across
 * all that was put aside, and both against the ledger's events. Reads one line at a time.
 */
final class LogCheck implements AutoCloseable {
  private final Path log;
  private final LogFiles lines;
  private final LogFiles hashes;
  private final Chain chain = new Chain();
  private final LedgerReader reader;
  private final long last;
  private final long kept;
  private @Nullable RenderedLines rendered;
  private Link before = LineChain.NOTHING;
  private LineChain.@Nullable Entry ahead;
  private boolean begun;
  private long foreign;
  private long skipped;
  private long count;

  private LogCheck(Path log, LedgerReader reader) throws IOException {
    this.log = log;
    this.lines = LogFiles.of(log);
    this.hashes = LogFiles.of(TextLog.hashesOf(log));
    this.reader = reader;
    this.last = reader.lastEvent();
    this.kept = reader.checkpoints().isEmpty() ? 0 : reader.checkpoints().getLast().seq();
  }

  /** Checks the log of that path. */
  static Check run(Path log, LedgerReader reader) throws IOException {
    try (LogCheck check = new LogCheck(log, reader)) {
      if (check.lines.isEmpty() && check.hashes.isEmpty()) {
        return Check.broken(log.toString(), "is not there: name it with --log, or give --no-log");
      }
      String problem = check.problem();
      return problem == null
          ? Check.whole(log.toString(), check.proven())
          : Check.broken(log.toString(), problem);
    }
  }

  private String proven() {
    return count
        + " lines are whole"
        + (skipped == 0 ? "" : "; of the %d before them there are no hashes".formatted(skipped));
  }

  private @Nullable String problem() throws IOException {
    LineChain.Entry entry = nextEntry();
    // Somebody else's lines come before the first hash; what logrotate has put aside of the one
    // and not of the other is proven by nothing.
    boolean together = lines.size() == hashes.size();
    String line = together ? skip(foreign) : null;
    if (!together && entry != null) {
      line = find(entry);
    }
    while (entry != null) {
      if (line == null) {
        return "the line of event %d was removed from its end".formatted(entry.seq());
      }
      if (!chain.next(before, line).equals(entry.line())) {
        return mismatch(line, entry);
      }
      String problem = againstLedger(line, entry);
      if (problem != null) {
        return problem;
      }
      before = entry.line();
      count++;
      line = lines.next();
      entry = nextEntry();
    }
    return line == null
        ? missingAtEnd()
        : lines.where() + " was put in: no hash is of it" + shown(line);
  }

  /** The line after so many. */
  private @Nullable String skip(long count) throws IOException {
    String line = lines.next();
    for (skipped = 0; skipped < count && line != null; skipped++) {
      line = lines.next();
    }
    return line;
  }

  /** The first line that the first hash is of, or the very first if it is of none. */
  private @Nullable String find(LineChain.Entry entry) throws IOException {
    try (LogFiles all = LogFiles.of(log)) {
      long number = 0;
      for (String line = all.next(); line != null; line = all.next()) {
        if (chain.next(before, line).equals(entry.line())) {
          return skip(number);
        }
        number++;
      }
    }
    return skip(0);
  }

  /** The next line of hashes; titles say what the first of their file follows. */
  private LineChain.@Nullable Entry nextEntry() throws IOException {
    if (ahead != null) {
      LineChain.Entry entry = ahead;
      ahead = null;
      return entry;
    }
    String text = hashes.next();
    while (text != null) {
      LineChain.Title title = LineChain.Title.parse(text);
      if (title != null && !begun) {
        before = title.before(); // what came before the oldest file that is kept
        foreign = title.lines();
      }
      begun = true;
      if (title == null) {
        LineChain.Entry entry = LineChain.Entry.parse(text);
        // What is no hash is of no line: the mismatch names that line.
        return entry == null ? new LineChain.Entry(0, LineChain.NOTHING, LineChain.NOTHING) : entry;
      }
      text = hashes.next();
    }
    return null;
  }

  /** Which of the three it was, as far as one more line on each side can tell. */
  private String mismatch(String line, LineChain.Entry entry) throws IOException {
    String where = lines.where();
    ahead = nextEntry();
    if (ahead != null && chain.next(entry.line(), line).equals(ahead.line())) {
      return "the line of event %d was removed before %s".formatted(entry.seq(), where);
    }
    String following = lines.next();
    if (following != null && chain.next(before, following).equals(entry.line())) {
      return where + " was put in" + shown(line);
    }
    return where + " was changed" + shown(line);
  }

  /** Lines of events that the ledger does not have any more can be compared with nothing. */
  private @Nullable String againstLedger(String line, LineChain.Entry entry) {
    if (entry.seq() > last) {
      return "%s tells of event %d, but the ledger ends with %d: its last events were removed"
          .formatted(lines.where(), entry.seq(), last);
    }
    if (entry.seq() <= kept) {
      return null;
    }
    RenderedLines known = rendered;
    if (known == null) {
      known = new RenderedLines(reader, entry.seq() - 1);
      rendered = known;
    }
    RenderedLines.Line expected = known.peek();
    if (expected != null && expected.seq() < entry.seq()) {
      return "the line of event %d was removed before %s, with its hash"
          .formatted(expected.seq(), lines.where());
    }
    if (expected == null
        || expected.seq() != entry.seq()
        || !expected.text().equals(line)
        || !entry.event().equals(expected.event())) {
      return "%s is not what the ledger's event %d says%s"
          .formatted(lines.where(), entry.seq(), shown(line));
    }
    known.skip();
    return null;
  }

  /** A daemon that runs may not have come to the last events yet; that is told, and no more. */
  private @Nullable String missingAtEnd() {
    RenderedLines.Line expected = rendered == null ? null : rendered.peek();
    return expected == null
        ? null
        : "the line of event %d is missing at its end; ask again if the daemon has just written it"
            .formatted(expected.seq());
  }

  private static String shown(String line) {
    return ": "
        + org.vpnledger.report.SafeText.plain(line.substring(0, Math.min(line.length(), 200)));
  }

  @Override
  public void close() throws IOException {
    lines.close();
    hashes.close();
  }
}
