package org.vpnledger.flow.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vpnledger.flow.decode.Packet;
import org.vpnledger.flow.decode.PacketConsumer;
import org.vpnledger.spool.Spool;
import org.vpnledger.spool.SpooledFile;
import org.vpnledger.vpn.Address;

/**
 * The packet log as wg-wiretap keeps it: files named by the ns at which they began, a million lines
 * or five minutes each. A file is in the spool when it is finished, and not before. Used by one
 * thread.
 */
public final class PacketLog implements PacketConsumer, AutoCloseable {
  private static final long RETRY_NS = 30_000_000_000L;

  private final OpenLog log;
  private final Spool spool;
  private final String prefix;
  private final Consumer<SpooledFile> finished;
  private final Consumer<String> problems;

  /** A file that is full, by its number. */
  private record Full(Path file, long id) {}

  private final Queue<Full> waiting = new ConcurrentLinkedQueue<>();
  private long retriedNs = System.nanoTime();
  private volatile @Nullable String unfinished;
  private final ExecutorService finishing =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("finished packets").factory());
  private @Nullable Lines lines;
  private @Nullable PacketLines writer;

  /**
   * Begins with what an earlier process left behind.
   *
   * @param spool takes finished files; {@code open/} below it holds the unfinished one
   * @param prefix of their names in the spool, empty or ending in a slash
   * @param finished told of each, by a thread of its own
   * @param problems told in a line each, by that thread
   */
  public PacketLog(
      Spool spool,
      String prefix,
      Rotation rotation,
      InstantSource clock,
      Consumer<SpooledFile> finished,
      Consumer<String> problems)
      throws IOException {
    this.spool = spool;
    this.prefix = prefix;
    this.finished = finished;
    this.problems = problems;
    Path folder = spool.root().resolve("open");
    log = new OpenLog(folder, "packets", PacketLines.HEADER, rotation, clock, this::take);
    log.recover();
  }

  /** Its bytes reach the disk on another thread: packets do not wait for that. */
  private void take(Path file, long id, long rows) {
    finishing.execute(() -> finish(new Full(file, id)));
  }

  private void finish(Full full) {
    String name = prefix + full.id + ".csv";
    try {
      if (Files.size(full.file) <= PacketLines.HEADER.length() + 1) {
        Files.delete(full.file); // killed before its first line
      } else {
        finished.accept(spool.finish(full.file, name));
      }
      unfinished = null;
    } catch (FileAlreadyExistsException e) {
      problems.accept(full.file + ": " + name + " is in the spool already: remove one of them");
    } catch (IOException e) {
      String line = full.file + " is not finished yet: " + e.getMessage();
      if (!line.equals(unfinished)) {
        problems.accept(line);
      }
      unfinished = line;
      waiting.add(full);
    }
  }

  @Override
  public void packet(Packet packet) {
    write(packet, null, null, true);
  }

  /** A packet whose addresses are not to be seen, as {@link PacketLines#packet} writes it. */
  public void packet(Packet packet, Address src, Address dst, boolean withDns) {
    write(packet, src, dst, withDns);
  }

  private void write(Packet packet, @Nullable Address src, @Nullable Address dst, boolean withDns) {
    Lines next = log.next();
    PacketLines to = writer;
    if (next == null) {
      return;
    }
    if (to == null || next != lines) {
      to = new PacketLines(next);
      lines = next;
      writer = to;
    }
    try {
      if (src == null || dst == null) {
        to.packet(packet);
      } else {
        to.packet(packet, src, dst, withDns);
      }
    } catch (UncheckedIOException e) {
      log.failed(e);
      return;
    }
    log.written();
  }

  /** To be called about once a second. */
  public void tick() {
    log.tick();
    if (System.nanoTime() - retriedNs >= RETRY_NS) {
      retriedNs = System.nanoTime();
      for (Full full = waiting.poll(); full != null; full = waiting.poll()) {
        Full again = full;
        finishing.execute(() -> finish(again));
      }
    }
  }

  /** How many packets found no room on the disk. */
  public long lost() {
    return log.lost();
  }

  /** What the disk last refused, absent if it takes everything. */
  public @Nullable String trouble() {
    IOException trouble = log.trouble();
    return trouble == null ? null : trouble.getMessage();
  }

  /** Which file could not be finished last and why, one line; it is tried again. Absent if none. */
  public @Nullable String unfinished() {
    return unfinished;
  }

  /** Finishes the file that is open, and waits for that; the next packet begins another one. */
  public void finish() {
    log.rotate();
    awaitFinished();
  }

  /** Until all files are finished that are full. */
  void awaitFinished() {
    CompletableFuture.runAsync(() -> {}, finishing).join();
  }

  @Override
  public void close() {
    log.rotate();
    finishing.close();
  }
}
