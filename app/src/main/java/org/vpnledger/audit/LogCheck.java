package org.vpnledger.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vpnledger.chain.Chain;
import org.vpnledger.chain.Link;
import org.vpnledger.store.LedgerReader;

/**
 * Whether an audit log is the one that was written: its lines against the hashes beside it, across
 * all that was put aside, and both against the ledger's events. Reads one line at a time.
 */
final class LogCheck {
  private static final int MOST_ATTEMPTS = 20;
  private static final long PAUSE_MILLIS = 100;
  private static final int MOST_PAUSES = 30;

  private final LogFiles lines;
  private final LogFiles hashes;
  private final LedgerReader reader;
  private final Chain chain = new Chain();
  private final long last;
  private final long kept;
  private @Nullable RenderedLines rendered;
  private Link before = LineChain.NOTHING;
  private LineChain.@Nullable Entry ahead;
  private boolean begun;
  private long told;
  private long count;
  private long unhashed;
  private long older;
  private long missing;

  private LogCheck(LogFiles lines, LogFiles hashes, LedgerReader reader) {
    this.lines = lines;
    this.hashes = hashes;
    this.reader = reader;
    this.last = reader.lastEvent();
    this.kept = reader.checkpoints().isEmpty() ? 0 : reader.checkpoints().getLast().seq();
  }

  /**
   * What was found.
   *
   * @param missing the first event whose line is not there, though all others are; 0 if none
   */
  private record Found(Check check, long missing) {}

  /**
   * Checks the log of that path, also while it is written.
   *
   * @param readers opens the ledger
   * @throws IOException with one line when it cannot be read
   */
  static Check run(Path log, Supplier<? extends LedgerReader> readers)
      throws IOException, InterruptedException {
    Found first = look(log, readers);
    Found found = first;
    for (int i = 0; i < MOST_PAUSES && found.missing > 0 && found.missing == first.missing; i++) {
      Thread.sleep(PAUSE_MILLIS); // the daemon may be about to write it
      found = look(log, readers);
    }
    return found.missing > first.missing && first.missing > 0
        ? Check.whole(log.toString(), "its lines are whole; more are being written")
        : found.check;
  }

  /**
   * Lines are written when their event is committed, and hashes after their lines: opened the other
   * way round, what has a hash has a line, and what has a line has an event.
   */
  private static Found look(Path log, Supplier<? extends LedgerReader> readers) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try (LogFiles hashes = LogFiles.of(TextLog.hashesOf(log));
          LogFiles lines = LogFiles.of(log)) {
        boolean last = attempt == MOST_ATTEMPTS;
        if (last || hashes.isAsItWas()) {
          Found found;
          try (LedgerReader reader = readers.get()) {
            found = new LogCheck(lines, hashes, reader).found(log.toString());
          }
          // The oldest of both cannot go at the very same moment.
          if (last || found.check.isWhole() || (lines.isAsItWas() && hashes.isAsItWas())) {
            return found;
          }
        }
      }
    }
  }

  private Found found(String log) throws IOException {
    if (lines.isEmpty() && hashes.isEmpty()) {
      return new Found(Check.broken(log, "is not there: name it with --log, or give --no-log"), 0);
    }
    try {
      String problem = problem();
      String more =
          (older == 0 ? "" : "; of %d before them the hashes are gone".formatted(older))
              + (unhashed == 0 ? "" : "; %d more have no hash yet".formatted(unhashed));
      Check check =
          problem == null
              ? Check.whole(log, count + " lines are whole" + more)
              : Check.broken(log, problem);
      return new Found(check, missing);
    } catch (LogFiles.Unreadable e) {
      return new Found(Check.broken(log, String.valueOf(e.getMessage())), 0);
    }
  }

  private @Nullable String problem() throws IOException {
    LineChain.Entry entry = nextEntry();
    if (entry == null && !lines.isEmpty() && hashes.isEmpty()) {
      return "of its lines there are no hashes: the file beside it, .chain, is gone";
    }
    // What logrotate has put aside of the one and not of the other is proven by nothing.
    long aside = entry == null || lines.size() == hashes.size() ? 0 : linesBefore(entry);
    String line = skip(Math.max(aside, 0));
    if (aside < 0 && entry != null && line != null) {
      entry = hashOf(line, entry);
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
      told = entry.seq();
      count++;
      line = lines.next();
      entry = nextEntry();
    }
    String putIn = line == null ? null : unhashed(line);
    return putIn == null ? missingAtEnd() : putIn;
  }

  /**
   * Lines at the end without a hash: whoever writes has come that far, or was ended there. They are
   * what the ledger says, or somebody else's.
   */
  private @Nullable String unhashed(String first) throws IOException {
    for (String line = first; line != null; line = lines.next()) {
      RenderedLines.Line expected = hashes.isEmpty() ? null : rendered().peek();
      if (expected == null || !isSame(line, expected.text())) {
        return lines.where() + " was put in: no hash is of it" + shown(line);
      }
      if (line.equals(expected.text())) {
        rendered().skip(); // half of one is none
        unhashed++;
      }
    }
    return null;
  }

  private boolean isSame(String line, String expected) {
    if (!lines.isCut()) {
      return line.equals(expected);
    }
    // Half a character at its end is not told apart from any other that cannot be read.
    String whole = line.endsWith("\ufffd") ? line.substring(0, line.length() - 1) : line;
    return expected.startsWith(whole);
  }

  /** From the first line that can be compared. */
  private RenderedLines rendered() {
    RenderedLines known = rendered;
    if (known == null) {
      known = new RenderedLines(reader, Math.max(told, kept));
      rendered = known;
    }
    return known;
  }

  /** The first hash that is of this line; those before it are of lines that are gone. */
  private LineChain.@Nullable Entry hashOf(String line, LineChain.Entry first) throws IOException {
    LineChain.Entry entry = first;
    while (entry != null && !chain.next(before, line).equals(entry.line())) {
      before = entry.line();
      entry = nextEntry();
    }
    return entry;
  }

  /** How many lines come before the one that the first hash is of; −1 if it is of none. */
  private long linesBefore(LineChain.Entry entry) throws IOException {
    try (LogFiles all = lines.again()) {
      long number = 0;
      for (String line = all.next(); line != null; line = all.next()) {
        if (chain.next(before, line).equals(entry.line())) {
          return number;
        }
        number++;
      }
    }
    return -1;
  }

  /** The line after so many. */
  private @Nullable String skip(long lines) throws IOException {
    String line = this.lines.next();
    for (older = 0; older < lines && line != null; older++) {
      line = this.lines.next();
    }
    return line;
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
      Link title = LineChain.titled(text);
      if (title != null && !begun) {
        before = title; // what came before the oldest file that is kept
      }
      begun = true;
      if (title == null) {
        LineChain.Entry entry = LineChain.Entry.parse(text);
        if (entry == null && hashes.isCut()) {
          return null; // it is being written, or a crash came
        }
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
    if (entry.seq() == 0 && told > 0) { // only what was there before our first line is of no event
      return lines.where() + " was put in" + shown(line);
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
        || !known.isSame(expected, line)
        || !entry.event().equals(expected.event())) {
      return "%s is not what the ledger's event %d says%s"
          .formatted(lines.where(), entry.seq(), shown(line));
    }
    known.skip();
    return null;
  }

  /** A daemon that runs may not have come to the last events yet; that is told, and no more. */
  private @Nullable String missingAtEnd() {
    // Of an empty log the ledger tells what was in it.
    RenderedLines.Line expected =
        count == 0 ? rendered().peek() : rendered == null ? null : rendered.peek();
    missing = expected == null ? 0 : expected.seq();
    return expected == null
        ? null
        : "the line of event %d is missing at its end; ask again if the daemon has just written it"
            .formatted(expected.seq());
  }

  private static String shown(String line) {
    return ": "
        + org.vpnledger.report.SafeText.plain(line.substring(0, Math.min(line.length(), 200)));
  }
}
