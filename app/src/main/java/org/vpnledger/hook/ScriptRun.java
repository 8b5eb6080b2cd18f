package org.vpnledger.hook;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of a script: without a shell, in a clean environment and a session of its own, for a
 * bounded time.
 */
final class ScriptRun {
  private static final String MARK = "PEER_RUN";
  private static final Path SETSID = Path.of("/usr/bin/setsid");
  private static final File NOWHERE = new File("/dev/null");
  private static final long FIRST_PAUSE = Duration.ofMillis(1).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofMillis(50).toNanos();
  private static final Duration LAST_BREATH = Duration.ofSeconds(5);

  /** How a run ended. */
  sealed interface Outcome {
    /** It ended by itself, and well. */
    record Done() implements Outcome {}

    /** It did not; the reason is for people. */
    record Failed(String reason) implements Outcome {}

    /** It was ended because the daemon stops, which says nothing about it. */
    record BrokenOff() implements Outcome {}
  }

  private final Path script;
  private final Duration timeout;
  private final String mark = UUID.randomUUID().toString();
  private final ErrorOutput errors = new ErrorOutput();
  private final long deadline;
  private volatile boolean brokenOff;
  private volatile @Nullable Offspring offspring;

  /** Of a script that was just found to be guarded; its time begins. */
  ScriptRun(Path script, Duration timeout) {
    this.script = script;
    this.timeout = timeout;
    this.deadline = System.nanoTime() + timeout.toNanos();
  }

  /** Runs it to its end; on a virtual thread, since it only waits. */
  Outcome run(Map<String, String> variables) throws InterruptedException {
    Process process;
    try {
      process = start(variables);
    } catch (IOException e) {
      return new Outcome.Failed("it cannot be started: " + e.getMessage());
    }
    Offspring all = new Offspring(process, MARK + "=" + mark);
    offspring = all;
    try (InputStream err = process.getErrorStream()) {
      return await(process, err, all);
    } catch (IOException e) {
      all.kill();
      return new Outcome.Failed("its error output cannot be read: " + e.getMessage());
    } finally {
      offspring = null;
    }
  }

  /** What it said on its error output. */
  List<String> complaints() {
    return errors.lines();
  }

  /** The daemon stops: makes {@link #run} end it. May be called by any thread. */
  void breakOff() {
    brokenOff = true;
  }

  /**
   * Ends what {@link #run} could not. A pipe's last bytes may be taken by the JDK while they are
   * being read here, and then a child that keeps the pipe open keeps the reader waiting.
   */
  void endIfOverdue() {
    Offspring all = offspring;
    if (all != null && System.nanoTime() - deadline > LAST_BREATH.toNanos()) {
      all.kill();
    }
  }

  /**
   * Reads only what is there already: a child may keep the pipe open after the script has ended.
   */
  private Outcome await(Process process, InputStream err, Offspring all)
      throws IOException, InterruptedException {
    long pause = FIRST_PAUSE;
    while (true) {
      boolean ended = !process.isAlive(); // asked first: all that it wrote is there to be read
      boolean read = errors.takeAvailable(err);
      if (ended && !read) {
        int code = process.exitValue();
        return code == 0 ? new Outcome.Done() : new Outcome.Failed(meaning(code));
      }
      if (brokenOff) {
        all.kill();
        return new Outcome.BrokenOff();
      }
      if (System.nanoTime() - deadline > 0) {
        return new Outcome.Failed(
            "it took longer than %d s and was killed%s"
                .formatted(
                    timeout.toSeconds(), all.kill() ? "" : ", but some of its children live on"));
      }
      if (!read) {
        boolean _ = process.waitFor(pause, TimeUnit.NANOSECONDS);
        pause = Math.min(2 * pause, LONGEST_PAUSE);
      }
    }
  }

  private static String meaning(int code) {
    return code > 128 ? "it was killed by signal " + (code - 128) : "exit code " + code;
  }

  /** In a session of its own no terminal reaches it, and its children are found by it. */
  private Process start(Map<String, String> variables) throws IOException {
    List<String> words = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      words.add(SETSID.toString());
      words.add("--");
    }
    words.add(script.toString());
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(new File("/"))
            .redirectInput(NOWHERE)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", "/usr/bin:/usr/sbin:/bin:/sbin");
    environment.put("LANG", "C.UTF-8");
    environment.putAll(variables);
    environment.put(MARK, mark);
    return builder.start();
  }
}
