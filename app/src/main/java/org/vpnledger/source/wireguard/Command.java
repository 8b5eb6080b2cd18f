package org.vpnledger.source.wireguard;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A command that prints a dump. It is run without a shell, in a clean environment, for a bounded
 * time and a bounded output.
 */
final class Command {
  private static final List<String> FOLDERS = List.of("/usr/bin", "/usr/sbin", "/bin", "/sbin");
  private static final File NOWHERE = new File("/dev/null");
  private static final long FIRST_PAUSE_NANOS = 200_000;
  private static final long LONGEST_PAUSE_NANOS = 5_000_000;

  private final List<String> words;
  private final Duration timeout;

  /** Found once and kept: what is run must not change under a running daemon. */
  private @Nullable Path program;

  /** How it ended, and what it said on its error output. */
  record Outcome(int exit, String complaint) {}

  Command(List<String> words, Duration timeout) {
    if (words.isEmpty() || words.getFirst().isEmpty()) {
      throw new IllegalArgumentException("an empty command");
    }
    this.words = List.copyOf(words);
    this.timeout = timeout;
  }

  /** Whether this is wg itself or AmneziaWG's awg, which read this machine's interfaces. */
  boolean isLocalWg() {
    return whyMissing() != null;
  }

  /** Why it may be missing, for the programs that are known. */
  private @Nullable String whyMissing() {
    return switch (words.getFirst().substring(words.getFirst().lastIndexOf('/') + 1)) {
      case "wg" -> "wg is not installed: apt-get install wireguard-tools";
      case "awg" -> "awg is not installed: it comes with amneziawg-tools";
      default -> null;
    };
  }

  /** The interface in {@code wg show INTERFACE dump}, absent for {@code all}. */
  @Nullable String onlyInterface() {
    int show = words.indexOf("show");
    if (show < 0 || show + 1 >= words.size() || words.get(show + 1).equals("all")) {
      return null;
    }
    return words.get(show + 1);
  }

  /**
   * Runs it to its end.
   *
   * @param output gathers what it prints; the caller wipes it, also when this throws
   * @throws IOException when it cannot be started, takes too long or prints too much; the message
   *     is for people
   */
  Outcome run(AnswerBuffer output) throws IOException, InterruptedException {
    Path found = program != null ? program : find();
    Process process = start(found);
    try (InputStream out = process.getInputStream();
        InputStream err = process.getErrorStream()) {
      Complaint complaint = new Complaint();
      await(process, out, err, output, complaint);
      if (process.exitValue() == 0) {
        program = found;
      }
      return new Outcome(process.exitValue(), complaint.text());
    } finally {
      kill(process);
    }
  }

  /**
   * Reads only what is there already, so that nothing can hang: a descendant that keeps the pipe
   * open would block a waiting read for ever, and the JDK cannot interrupt that.
   */
  private void await(
      Process process, InputStream out, InputStream err, AnswerBuffer output, Complaint complaint)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    long pause = FIRST_PAUSE_NANOS;
    while (true) {
      boolean ended = !process.isAlive(); // asked first: all that it wrote is there to be read
      int read = output.appendAvailable(out) + complaint.readAvailable(err);
      if (read == 0 && ended) {
        return;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new IOException("did not end within " + timeout.toMillis() + " ms and was killed");
      }
      if (read > 0) {
        pause = FIRST_PAUSE_NANOS;
        continue;
      }
      boolean _ = process.waitFor(pause, TimeUnit.NANOSECONDS);
      pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    }
  }

  private Process start(Path found) throws IOException {
    List<String> argv = new ArrayList<>(words);
    argv.set(0, found.toString());
    ProcessBuilder builder =
        new ProcessBuilder(argv)
            .directory(new File("/"))
            .redirectInput(ProcessBuilder.Redirect.from(NOWHERE));
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", String.join(":", FOLDERS));
    environment.put("LANG", "C");
    try {
      return builder.start();
    } catch (IOException e) {
      String missing = Files.exists(found) ? null : whyMissing();
      throw new IOException(
          missing == null ? "cannot be started: is " + found + " an executable file?" : missing, e);
    }
  }

  private Path find() throws IOException {
    String word = words.getFirst();
    if (word.startsWith("/")) {
      return Path.of(word);
    }
    if (word.indexOf('/') < 0) {
      for (String folder : FOLDERS) {
        Path candidate = Path.of(folder, word);
        if (Files.isExecutable(candidate)) {
          return candidate;
        }
      }
    }
    String missing = word.indexOf('/') < 0 ? whyMissing() : null;
    throw new IOException(
        missing == null
            ? "not found in " + String.join(", ", FOLDERS) + ": give its absolute path"
            : missing);
  }

  /** Ends what still runs of it. Descendants first: they are no longer found once it has died. */
  private static void kill(Process process) {
    if (process.isAlive()) {
      process.descendants().toList().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  @Override
  public String toString() {
    return Complaint.sanitized(String.join(" ", words));
  }
}
