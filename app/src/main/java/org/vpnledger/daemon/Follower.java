package org.vpnledger.daemon;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.store.StoreException;

/**
 * Runs one reaction on a thread of its own, so that a slow disk or a full one delays neither the
 * ledger nor another reaction. What fails is tried again; it is told when it begins, changes and
 * ends.
 */
final class Follower {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LONGEST_END = Duration.ofSeconds(5);

  private final Reaction reaction;
  private final Semaphore bell = new Semaphore(1); // there may be something from before
  private final ConcurrentLinkedQueue<CompletableFuture<Void>> reopenings =
      new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean stopping;
  private String trouble = "";

  Follower(Reaction reaction) {
    this.reaction = reaction;
    this.thread = Thread.ofPlatform().daemon().name(reaction.name()).unstarted(this::follow);
  }

  void start() {
    thread.start();
  }

  /** There are new events. */
  void wake() {
    if (bell.availablePermits() == 0) {
      bell.release();
    }
  }

  /** Its files are to be opened again. What is given completes when that was done, or tried. */
  CompletableFuture<Void> reopen() {
    CompletableFuture<Void> reopening = new CompletableFuture<>();
    reopenings.add(reopening);
    wake();
    return reopening;
  }

  /** Lets it do what is left, for a short time, and ends it. */
  void stop() throws InterruptedException {
    stopping = true;
    wake();
    if (!thread.join(LONGEST_END)) {
      thread.interrupt();
      thread.join(LONGEST_END);
    }
  }

  private void follow() {
    try (reaction) {
      Duration rest = Duration.ZERO;
      while (true) {
        boolean last = stopping; // what was committed before is still done
        answerReopenings();
        rest = step();
        if (last) {
          return;
        }
        boolean _ = bell.tryAcquire(rest.toMillis(), TimeUnit.MILLISECONDS);
        bell.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the daemon is stopping
    } catch (Error e) {
      // Nothing that can be mended here; but a reaction that is no more must not go unnoticed.
      LOG.error(
          "{}: stopped until the next start, please report it: {}", reaction.name(), e.toString());
      throw e;
    }
  }

  private void answerReopenings() {
    CompletableFuture<Void> reopening = reopenings.poll();
    while (reopening != null) {
      try {
        reaction.reopen();
      } catch (IOException | RuntimeException e) {
        LOG.warn("{}: open its files again: {}", reaction.name(), String.valueOf(e.getMessage()));
      }
      reopening.complete(null);
      reopening = reopenings.poll();
    }
  }

  private Duration step() throws InterruptedException {
    try {
      Duration rest = reaction.catchUp();
      note("");
      return rest;
    } catch (IOException | StoreException e) {
      note(String.valueOf(e.getMessage()));
      LOG.debug("{}", reaction.name(), e);
    } catch (RuntimeException e) {
      note("unexpected error, please report it: " + e);
      LOG.debug("{}", reaction.name(), e);
    }
    return PATIENCE;
  }

  private void note(String problem) {
    if (!problem.equals(trouble)) {
      if (problem.isEmpty()) {
        LOG.info("{}: works again; nothing was lost", reaction.name());
      } else {
        LOG.warn("{}: {}; it catches up when that is mended", reaction.name(), problem);
      }
      trouble = problem;
    }
  }
}
