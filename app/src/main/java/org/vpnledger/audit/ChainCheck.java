package org.vpnledger.audit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vpnledger.chain.Chain;
import org.vpnledger.chain.Link;
import org.vpnledger.report.SafeText;
import org.vpnledger.store.ChainVisitor;
import org.vpnledger.store.ChainedRow;
import org.vpnledger.store.CheckpointRow;
import org.vpnledger.store.LedgerReader;

/**
 * Whether the events of a ledger are those that were once written: each follows from the one before
 * it, from the beginning or from what is left of those that were deleted. Segments are checked side
 * by side, each from the stored hash before it.
 */
final class ChainCheck {
  private static final String SUBJECT = "ledger";
  private static final int BATCH = 10_000;
  private static final int MOST_THREADS = 8;

  private final Supplier<? extends LedgerReader> readers;

  /** Over a ledger that is opened as often as there are segments. */
  ChainCheck(Supplier<? extends LedgerReader> readers) {
    this.readers = readers;
  }

  /** Where a segment begins: the link that its first event follows. */
  private record Start(long seq, Link link) {}

  Check run() throws InterruptedException {
    return run(Long.MAX_VALUE);
  }

  /** The same of no more than so many of the latest events. */
  Check run(long most) throws InterruptedException {
    Start start;
    long last;
    String gone;
    try (LedgerReader reader = readers.get()) {
      List<CheckpointRow> checkpoints = reader.checkpoints();
      gone = checkpoints.isEmpty() ? "" : deleted(checkpoints.getLast());
      start = start(reader, checkpoints);
      last = reader.lastEvent();
      String early = early(reader, start);
      if (early != null) {
        return Check.broken(SUBJECT, early);
      }
    }
    boolean all = last - start.seq <= most;
    long before = all ? start.seq : last - most;
    String problem =
        all ? last > start.seq ? segments(start, last) : null : segment(before, last, null);
    return problem == null
        ? Check.whole(
            SUBJECT,
            last == start.seq
                ? "no events" + gone
                : "events %d to %d are whole%s".formatted(before + 1, last, all ? gone : ""))
        : Check.broken(SUBJECT, problem);
  }

  private static String deleted(CheckpointRow checkpoint) {
    return "; those up to %d were deleted when their time was over".formatted(checkpoint.seq());
  }

  private static Start start(LedgerReader reader, List<CheckpointRow> checkpoints) {
    Link beginning = new Chain().beginning(reader.gatewayId());
    if (checkpoints.isEmpty()) {
      return new Start(0, beginning);
    }
    CheckpointRow last = checkpoints.getLast();
    return new Start(last.seq(), last.link() == null ? beginning : last.link());
  }

  /** Events that the checkpoint says were deleted. */
  private static @Nullable String early(LedgerReader reader, Start start) {
    List<ChainedRow> first = reader.chainedAfter(Long.MIN_VALUE, 1);
    return !first.isEmpty() && first.getFirst().seq() <= start.seq
        ? "event %d was put in: events up to %d were deleted"
            .formatted(first.getFirst().seq(), start.seq)
        : null;
  }

  /** The first problem of all segments. */
  private @Nullable String segments(Start start, long last) throws InterruptedException {
    int count =
        Math.clamp(
            (last - start.seq) / BATCH,
            1,
            Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
    try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
      List<Future<@Nullable String>> segments = new ArrayList<>();
      long length = (last - start.seq) / count;
      for (int i = 0; i < count; i++) {
        long from = start.seq + i * length;
        long to = i == count - 1 ? last : from + length;
        @Nullable Start known = i == 0 ? start : null;
        segments.add(threads.submit(() -> segment(from, to, known)));
      }
      for (Future<@Nullable String> segment : segments) {
        String problem = segment.get();
        if (problem != null) {
          return problem;
        }
      }
      return null;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }

  /** Events after {@code from}, up to {@code to}; without a start they follow what is stored. */
  private @Nullable String segment(long from, long to, @Nullable Start start) {
    try (LedgerReader reader = readers.get()) {
      Link before = start == null ? stored(reader, from) : start.link;
      if (before == null) {
        return null; // the segment before this one ends with that very event, and says so
      }
      Segment segment = new Segment(from, before);
      reader.visitChain(from, to, segment);
      return segment.problem;
    }
  }

  private static @Nullable Link stored(LedgerReader reader, long seq) {
    List<ChainedRow> row = reader.chainedAfter(seq - 1, 1);
    return row.isEmpty() || row.getFirst().seq() != seq ? null : row.getFirst().link();
  }

  /** Follows one segment until something is wrong. */
  private static final class Segment implements ChainVisitor {
    private final Chain chain = new Chain();
    private long seq;
    private byte[] before;
    private @Nullable String problem;

    Segment(long seq, Link before) {
      this.seq = seq;
      this.before = before.bytes();
    }

    @Override
    public boolean visit(long number, byte[] line, int length, byte[] hash) {
      if (number != seq + 1) {
        problem =
            number == seq + 2
                ? "event %d was removed".formatted(seq + 1)
                : "events %d to %d were removed".formatted(seq + 1, number - 1);
      } else if (!Arrays.equals(chain.next(before, line, length), hash)) {
        problem =
            "event %d was changed, or put in, or events before it were exchanged: %s"
                .formatted(
                    number, SafeText.plain(new String(line, 0, length, StandardCharsets.UTF_8)));
      } else {
        seq = number;
        before = hash;
        return true;
      }
      return false;
    }
  }
}
