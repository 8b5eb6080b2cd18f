package org.vpnledger.hook;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.store.Deliveries;
import org.vpnledger.store.Deliveries.Progress;
import org.vpnledger.store.LedgerReader;

/**
 * Runs a script for each event that it was asked for, at least once: a peer's one after the other,
 * peers beside each other. One thread fetches events and writes down what is done; runs are virtual
 * threads that take one errand after the other.
 *
 * <p>What a run that ended is worth stays in memory for a moment, so that a thousand runs a second
 * are no thousand commits; a crash in that moment runs them again.
 */
public final class Hook {
  private static final Logger LOG = LoggerFactory.getLogger(Hook.class);

  /** More errands are not fetched; the others wait in the ledger. */
  private static final int MOST_WAITING = 1_000;

  /** So many events that concern nobody are passed over before that is written down. */
  private static final int MOST_PASSED_OVER = 1_000;

  private static final Duration BUSY = Duration.ofMillis(250);
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final Duration KILLING = Duration.ofSeconds(2);

  private final HookRules rules;
  private final ScriptGuard guard;
  private final Backoff backoff;
  private final Results results = new Results();
  private final Set<ScriptRun> runs = new HashSet<>();
  private @Nullable Window window;
  private long saved;
  private int workers;
  private boolean barred = true;
  private boolean looked;
  private boolean ending;

  /** Follows the rules; nothing is run before {@link #catchUp}. */
  public Hook(HookRules rules) {
    this(rules, new ScriptGuard(), Backoff.USUAL);
  }

  Hook(HookRules rules, ScriptGuard guard, Backoff backoff) {
    this.rules = rules;
    this.guard = guard;
    this.backoff = backoff;
  }

  /** Begins with the events after the last one, unless it has begun before. */
  public void begin(Deliveries deliveries) {
    beginAfter(deliveries.begin(rules.events()).settled());
  }

  private synchronized void beginAfter(long seq) {
    results.take();
    window = new Window(seq);
    saved = seq;
  }

  /**
   * Writes down what was done, fetches what is to be done, and lets it begin. Takes no longer
   * however slow the script is.
   *
   * @return how soon it wants to be called again although no event comes
   * @throws IOException if the script may not be run, with one line that says what to do; then all
   *     waits, and no attempt is used up
   */
  public Duration catchUp(LedgerReader reader, Deliveries deliveries) throws IOException {
    List<ScriptRun> running;
    synchronized (this) {
      running = List.copyOf(runs);
    }
    running.forEach(ScriptRun::endIfOverdue);
    save(deliveries);
    fill(reader, deliveries);
    boolean starting = isAnythingToStart();
    if (starting || !looked) {
      guard.check(rules.script());
      looked = true;
    }
    if (starting) {
      startWorkers();
    }
    return rest();
  }

  /** Writes down what was done since the last time. */
  public void save(Deliveries deliveries) {
    Progress before = deliveries.progress();
    if (before == null) {
      begin(deliveries); // somebody deleted the ledger, and there is a new one
    } else if (before.settled() != saved) {
      beginAfter(before.settled()); // somebody put another one in its place
    } else {
      save(deliveries, before);
    }
  }

  private void save(Deliveries deliveries, Progress before) {
    Results.Batch batch;
    long settled;
    synchronized (this) {
      settled = begun().settled();
      if (results.isEmpty() && settled - saved < MOST_PASSED_OVER) {
        return;
      }
      batch = results.take();
    }
    boolean written = false;
    try {
      deliveries.save(batch.after(before, settled), batch.changed());
      saved = settled;
      written = true;
    } finally {
      if (!written) {
        putBack(batch);
      }
    }
  }

  private synchronized void putBack(Results.Batch batch) {
    results.putBack(batch);
  }

  private Window begun() {
    if (window == null) {
      throw new IllegalStateException("the hook has not begun");
    }
    return window;
  }

  private void fill(LedgerReader reader, Deliveries deliveries) {
    long loaded = roomAfter();
    while (loaded >= 0) {
      ErrandPage page = ErrandPage.after(loaded, rules.events(), reader, deliveries);
      if (page == null) {
        return;
      }
      add(page);
      loaded = roomAfter();
    }
  }

  /** After which event more can be fetched; negative if enough wait in memory. */
  private synchronized long roomAfter() {
    return begun().size() < MOST_WAITING ? begun().loaded() : -1;
  }

  private synchronized void add(ErrandPage page) {
    long now = System.nanoTime();
    for (ErrandPage.Due due : page.errands()) {
      // However the wall clock was moved, nothing waits longer than after a failure.
      Duration wait = Collections.min(List.of(due.pause(), backoff.longest()));
      begun().add(due.errand(), now + Math.max(0, wait.toNanos()));
    }
    begun().loadedUpTo(page.last());
  }

  private synchronized boolean isAnythingToStart() {
    Long wait = begun().nanosUntilNext(System.nanoTime());
    return wait != null && wait == 0;
  }

  /** The script may be run. Who has nothing to do ends at once. */
  private synchronized void startWorkers() {
    barred = false;
    while (workers < Math.min(rules.parallel(), begun().size())) {
      workers++;
      Thread.ofVirtual().name("hook").start(this::work);
    }
  }

  private synchronized Duration rest() {
    Long wait = begun().nanosUntilNext(System.nanoTime());
    if (workers > 0 || !results.isEmpty()) {
      return BUSY;
    }
    return wait == null || wait > IDLE.toNanos() ? IDLE : Duration.ofNanos(wait).plusMillis(1);
  }

  private void work() {
    boolean well = false;
    try {
      Errand errand = next();
      while (errand != null) {
        attempt(errand);
        errand = next();
      }
      well = true;
    } finally {
      if (!well) { // an Error, such as that no thread can be had: others go on
        leave();
      }
    }
  }

  private synchronized void leave() {
    workers--;
    notifyAll();
  }

  private synchronized @Nullable Errand next() {
    Errand errand = ending || barred ? null : begun().next(System.nanoTime());
    if (errand == null) {
      leave();
    }
    return errand;
  }

  private void attempt(Errand errand) {
    ScriptRun.Outcome outcome = new ScriptRun.Outcome.BrokenOff();
    try {
      outcome = run(errand, guard.check(rules.script()));
    } catch (IOException e) {
      bar(); // told by the next catching up, which looks at the script, too
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.debug("{}", errand.what(), e);
      outcome = new ScriptRun.Outcome.Failed("unexpected error, please report it: " + e);
    } finally {
      conclude(errand, outcome);
    }
  }

  private ScriptRun.Outcome run(Errand errand, Path script) throws InterruptedException {
    ScriptRun run = new ScriptRun(script, rules.timeout());
    synchronized (this) {
      runs.add(run);
      if (ending) {
        run.breakOff();
      }
    }
    try {
      Map<String, String> variables = new HashMap<>(errand.variables());
      variables.put("PEER_ATTEMPT", Integer.toString(errand.attempts() + 1));
      return run.run(variables);
    } finally {
      synchronized (this) {
        runs.remove(run);
      }
      run.complaints().forEach(line -> LOG.info("hook: event {}: {}", errand.seq(), line));
    }
  }

  private synchronized void bar() {
    barred = true;
  }

  private synchronized void conclude(Errand errand, ScriptRun.Outcome outcome) {
    if (!begun().holds(errand)) {
      return; // it is of a ledger that is no more
    }
    switch (outcome) {
      case ScriptRun.Outcome.Done() -> {
        begun().settle(errand);
        results.delivered(errand);
      }
      case ScriptRun.Outcome.BrokenOff() -> begun().again(errand, errand, System.nanoTime());
      case ScriptRun.Outcome.Failed(String reason) -> failed(errand, reason);
    }
  }

  private void failed(Errand errand, String reason) {
    Errand tried = errand.triedAgain();
    if (tried.attempts() >= rules.attempts()) {
      begun().settle(errand);
      results.failed(tried);
      LOG.warn("hook: {}: {}; given up after attempt {}", tried.what(), reason, tried.attempts());
      return;
    }
    Duration pause = backoff.after(tried.attempts());
    begun().again(errand, tried, System.nanoTime() + pause.toNanos());
    results.retried(tried, Instant.now().plus(pause));
    LOG.warn(
        "hook: {}: {}; attempt {} of {}, again in {} s",
        tried.what(),
        reason,
        tried.attempts(),
        rules.attempts(),
        pause.toSeconds());
  }

  /**
   * Starts nothing more. Runs that end in a moment may; the others are ended with their children,
   * and run again at the next start.
   */
  public synchronized void end() throws InterruptedException {
    ending = true;
    awaitWorkers(GRACE);
    runs.forEach(ScriptRun::breakOff);
    awaitWorkers(KILLING);
  }

  private synchronized void awaitWorkers(Duration longest) throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    for (long left = longest.toMillis(); workers > 0 && left > 0; ) {
      wait(left);
      left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    }
  }
}
