package org.vpnledger.spool;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What waits, shared by the writers, who add to it, and the uploader, who takes. The limit is held
 * here at once, also while the uploader hangs in a slow store; what is being sent is not dropped.
 */
final class Backlog {
  private final Spool spool;
  private final SpoolPolicy policy;
  private final SpoolListener listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition emptied = lock.newCondition();

  private NavigableSet<SpooledFile> waiting = new TreeSet<>();
  private final NavigableSet<SpooledFile> sinceLook = new TreeSet<>();
  private long bytes;
  private boolean looking;
  private boolean looked;
  private @Nullable SpooledFile taken;
  private SpoolState state = SpoolState.NEW;

  Backlog(Spool spool, SpoolPolicy policy, SpoolListener listener) {
    this.spool = spool;
    this.policy = policy;
    this.listener = listener;
  }

  SpoolState state() {
    lock.lock();
    try {
      Optional<Instant> oldest =
          waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.getFirst().modified());
      return state.waiting(waiting.size(), bytes, oldest);
    } finally {
      lock.unlock();
    }
  }

  void add(SpooledFile file) {
    lock.lock();
    try {
      if (looking) {
        sinceLook.add(file);
      }
      if (waiting.add(file)) {
        bytes += file.bytes();
      }
      trim();
    } finally {
      lock.unlock();
    }
  }

  /** From here on what is added may be missing in what is found. */
  void beginLook() {
    lock.lock();
    try {
      looking = true;
    } finally {
      lock.unlock();
    }
  }

  /** That is what was found. */
  void endLook(NavigableSet<SpooledFile> found) {
    lock.lock();
    try {
      waiting = new TreeSet<>(found);
      waiting.addAll(sinceLook);
      sinceLook.clear();
      bytes = waiting.stream().mapToLong(SpooledFile::bytes).sum();
      looking = false;
      looked = true;
      trim();
      tellEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** The oldest of those that are due, which is not dropped until it is put back. */
  @Nullable SpooledFile take(Predicate<SpooledFile> due) {
    lock.lock();
    try {
      taken = waiting.stream().filter(due).findFirst().orElse(null);
      return taken;
    } finally {
      lock.unlock();
    }
  }

  void putBack() {
    lock.lock();
    try {
      taken = null;
      trim();
    } finally {
      lock.unlock();
    }
  }

  void uploaded(SpooledFile file, Instant now) {
    lock.lock();
    try {
      state = state.uploaded(file.bytes(), now);
      forget(file);
    } finally {
      lock.unlock();
    }
  }

  void forget(SpooledFile file) {
    lock.lock();
    try {
      if (waiting.remove(file)) {
        bytes -= file.bytes();
      }
      tellEmpty();
    } finally {
      lock.unlock();
    }
  }

  void failed(String line) {
    lock.lock();
    try {
      state = state.failed(line);
    } finally {
      lock.unlock();
    }
  }

  boolean awaitEmpty(Duration longest) throws InterruptedException {
    long left = longest.toNanos();
    lock.lock();
    try {
      while (!waiting.isEmpty() || !looked) {
        if (left <= 0) {
          return false;
        }
        left = emptied.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void tellEmpty() {
    if (waiting.isEmpty()) {
      emptied.signalAll();
    }
  }

  private void trim() {
    while (bytes > policy.mostBytes() || waiting.size() > policy.mostFiles()) {
      SpooledFile oldest =
          waiting.stream().filter(file -> !file.equals(taken)).findFirst().orElse(null);
      if (oldest == null) {
        return;
      }
      waiting.remove(oldest);
      sinceLook.remove(oldest);
      bytes -= oldest.bytes();
      try {
        spool.remove(oldest.name());
      } catch (IOException e) {
        continue; // it stays on the disk, and is found at the next look
      }
      state = state.dropped(oldest.bytes());
      listener.dropped(oldest, state.droppedFiles());
    }
  }
}
