package org.vpnledger.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command that runs to its end.
 *
 * @param words the program and its arguments
 * @param input what it reads on its standard input
 * @param limit when it is killed
 */
record Command(List<String> words, String input, Duration limit) {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  Command {
    words = List.copyOf(words);
  }

  static Command of(String... words) {
    return new Command(List.of(words), "", LIMIT);
  }

  static Command of(List<String> words) {
    return new Command(words, "", LIMIT);
  }

  Command reading(String text) {
    return new Command(words, text, limit);
  }

  Command within(Duration time) {
    return new Command(words, input, time);
  }

  /** How it ended. */
  record Result(int exitCode, String out, String err) {}

  /**
   * Runs it, whatever its exit code.
   *
   * @throws IllegalStateException if it did not end in time
   */
  Result run() {
    // Files instead of pipes: whatever is printed, nothing blocks and no thread is needed.
    // Temporary
    // files have mode 0600, which matters because keys pass through them.
    try {
      Path in = Files.createTempFile("lab", ".in");
      Path out = Files.createTempFile("lab", ".out");
      Path err = Files.createTempFile("lab", ".err");
      try {
        Files.writeString(in, input);
        ProcessBuilder builder =
            new ProcessBuilder(words)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Surroundings.clean(builder.environment());
        int exitCode = exitCode(builder.start());
        return new Result(exitCode, Files.readString(out), Files.readString(err));
      } finally {
        Files.deleteIfExists(in);
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(String.join(" ", words), e);
    }
  }

  private int exitCode(Process process) {
    try {
      if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
      throw new IllegalStateException(String.join(" ", words) + ": not done within " + limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(String.join(" ", words) + ": interrupted", e);
    } finally {
      process.destroyForcibly(); // does nothing to a process that has ended
    }
  }

  /** Runs it and gives what it printed; anything but exit code 0 is an error. */
  String output() {
    Result result = run();
    if (result.exitCode() != 0) {
      throw new IllegalStateException(
          "%s: exit code %d: %s%s"
              .formatted(String.join(" ", words), result.exitCode(), result.err(), result.out()));
    }
    return result.out();
  }
}
