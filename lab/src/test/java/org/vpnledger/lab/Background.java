package org.vpnledger.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A process that runs beside the test and is ended through its own handle, never by its name. */
final class Background implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Process process;
  private final Path output;
  private final Runnable removal = this::close;

  private Background(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts it.
   *
   * @param settings added to the environment
   * @param output the file that gets what it prints on either stream
   */
  static Background start(List<String> words, Map<String, String> settings, Path output) {
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    Surroundings.clean(builder.environment());
    builder.environment().putAll(settings);
    try {
      Background background = new Background(builder.start(), output);
      Leftovers.remember(background.removal);
      return background;
    } catch (IOException e) {
      throw new UncheckedIOException(String.join(" ", words), e);
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it has printed so far. */
  String output() {
    try {
      // Half a character may be there yet, and that is no error.
      return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Asks it to end (SIGTERM).
   *
   * @return its exit code, absent if it has not ended in time
   */
  OptionalInt end(Duration limit) {
    process.destroy();
    return awaitEnd(limit) ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
  }

  /** Ends it at once (SIGKILL): it can neither tidy up nor write anything. */
  void kill() {
    process.destroyForcibly();
    if (!awaitEnd(PATIENCE)) {
      throw new IllegalStateException("process " + process.pid() + " survived SIGKILL");
    }
  }

  private boolean awaitEnd(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    if (end(PATIENCE).isEmpty()) {
      kill();
    }
    Leftovers.forget(removal);
  }
}
