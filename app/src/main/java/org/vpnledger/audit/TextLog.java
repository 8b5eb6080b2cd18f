package org.vpnledger.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.chain.Chain;
import org.vpnledger.chain.Link;
import org.vpnledger.store.Cursors;
import org.vpnledger.store.LedgerReader;

/** The audit log for people, as wg_monitor writes it, and the file of its hashes beside it. */
public final class TextLog implements AuditOutput {
  /**
   * The cursor, whose text begins with the number of the last event that is told, then what only
   * this class knows.
   */
  public static final String CURSOR = "audit log";

  private static final int BATCH = 1_000;

  private final RotatedFile log;
  private final RotatedFile hashes;
  private final Chain chain = new Chain();

  /**
   * A log at that real path.
   *
   * @param rotateBytes the size at which it is put aside
   * @param rotateCount how many of those are kept; 0 leaves it to others
   */
  public TextLog(Path path, long rotateBytes, int rotateCount) {
    // The hashes go with their log: they are put aside when it is.
    this.log = new RotatedFile(path, rotateBytes, rotateCount);
    this.hashes = new RotatedFile(hashesOf(path), rotateBytes, rotateCount);
  }

  /** The file of a log's hashes. */
  static Path hashesOf(Path log) {
    return log.resolveSibling(log.getFileName() + ".chain");
  }

  @Override
  public String name() {
    return "audit log " + log.path();
  }

  @Override
  public boolean catchUp(LedgerReader reader, Cursors cursors) throws IOException {
    String known = cursors.cursor(CURSOR);
    if (known == null) { // before anything of ours is in the log, which is not to be told twice
      known = adopt().toString();
      cursors.moveCursor(CURSOR, known);
    }
    Cursor cursor = Cursor.parse(known);
    List<AuditedEvent> events = AuditedEvent.after(reader, cursor.seq, BATCH);
    if (events.isEmpty()) {
      return false;
    }
    StringBuilder lines = new StringBuilder();
    StringBuilder entries = new StringBuilder();
    Link last = cursor.line;
    for (AuditedEvent event : events) {
      String line = LogLine.of(event, reader.calendar().zoneAt(event.event().noticedAt()));
      if (line != null) {
        Link link = event.link() == null ? LineChain.NOTHING : event.link();
        last = chain.next(last, line);
        lines.append(line).append('\n');
        entries.append(new LineChain.Entry(event.seq(), link, last)).append('\n');
      }
    }
    boolean rotates = !lines.isEmpty() && log.isLarge(cursor.logLength);
    if (rotates) {
      rotate();
      cursor = new Cursor(cursor.seq, 0, 0, cursor.line);
      cursors.moveCursor(CURSOR, cursor.toString());
    }
    Cursor next = new Cursor(events.getLast().seq(), cursor.logLength, cursor.hashLength, last);
    if (!lines.isEmpty()) {
      next = write(lines.toString(), entries.toString(), cursor, next);
    }
    cursors.moveCursor(CURSOR, next.toString());
    if (rotates) {
      compress();
    }
    return events.size() == BATCH;
  }

  /** What somebody else has written to the log so far stays, and is vouched for from now on. */
  private Cursor adopt() throws IOException {
    Adoption.Entries found = Adoption.of(log.path());
    long hashLength = hashes.append(found.text(), 0);
    long logLength = log.isNew() ? 0 : Files.size(log.path());
    return new Cursor(0, logLength, hashLength, found.last());
  }

  private Cursor write(String lines, String entries, Cursor cursor, Cursor next)
      throws IOException {
    long logLength = log.append(lines, cursor.logLength);
    String title =
        hashes.isNew() || cursor.hashLength == 0 ? LineChain.title(cursor.line) + "\n" : "";
    long hashLength = hashes.append(title + entries, cursor.hashLength);
    return new Cursor(next.seq, logLength, hashLength, next.line);
  }

  /**
   * The oldest of both go at nearly the same time: the one without the other cannot be verified.
   */
  private void rotate() throws IOException {
    log.dropOldest();
    hashes.dropOldest();
    log.rotate();
    hashes.rotate();
  }

  /** Last, when nothing waits for it: it needs room, and may fail for long. */
  private void compress() throws IOException {
    log.compress();
    hashes.compress();
  }

  /**
   * How far the log has come.
   *
   * @param seq the last event that was told, or has no line
   * @param logLength of the log, in bytes
   * @param hashLength of the file of its hashes
   * @param line the last line's hash
   */
  private record Cursor(long seq, long logLength, long hashLength, Link line) {
    static Cursor parse(@Nullable String text) {
      if (text == null) {
        return new Cursor(0, 0, 0, LineChain.NOTHING);
      }
      String[] parts = text.split(" ");
      return new Cursor(
          Long.parseLong(parts[0]),
          Long.parseLong(parts[1]),
          Long.parseLong(parts[2]),
          new Link(parts[3]));
    }

    @Override
    public String toString() {
      return seq + " " + logLength + " " + hashLength + " " + line;
    }
  }
}
