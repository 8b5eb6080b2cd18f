package org.vpnledger.service;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The running system's service manager, asked through its own tools; no shell is involved. */
public final class Systemd {
  private static final Path RUNNING = Path.of("/run/systemd/system");
  private static final List<Path> FOLDERS = List.of(Path.of("/usr/bin"), Path.of("/bin"));
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int MOST_OUTPUT = 64 << 10;

  private final Path folder;

  private Systemd(Path folder) {
    this.folder = folder;
  }

  /** Absent where systemd does not run this machine. */
  public static @Nullable Systemd ofThisMachine() {
    for (Path folder : FOLDERS) {
      if (Files.isDirectory(RUNNING) && Files.isExecutable(folder.resolve("systemctl"))) {
        return new Systemd(folder);
      }
    }
    return null;
  }

  /**
   * What a tool answered.
   *
   * @param text of both its outputs, at most 64 KB
   */
  public record Answer(int exit, String text) {
    /** The first line, which says what matters. */
    public String line() {
      return text.lines().findFirst().orElse("");
    }
  }

  /** Makes groups and folders, and takes note of new units. */
  public List<Answer> takeNote() {
    return List.of(
        run("systemd-sysusers", "/etc/sysusers.d/vpnledger.conf"),
        run("systemd-tmpfiles", "--create", "/etc/tmpfiles.d/vpnledger.conf"),
        run("systemctl", "daemon-reload"));
  }

  /** Starts the unit now and at each boot; returns when it is ready. */
  public Answer enable(String unit) {
    return run("systemctl", "enable", "--now", "--", unit);
  }

  /** Stops it, now and for later boots. */
  public Answer disable(String unit) {
    return run("systemctl", "disable", "--now", "--", unit);
  }

  /** Units that are known by a pattern, running or not. */
  public List<String> units(String pattern) {
    Answer answer =
        run("systemctl", "list-units", "--all", "--plain", "--no-legend", "--", pattern);
    return answer.text().lines().map(line -> line.split(" ")[0]).filter(w -> !w.isEmpty()).toList();
  }

  /** {@code enabled}, {@code disabled}, {@code not-found}. */
  public String enabled(String unit) {
    return run("systemctl", "is-enabled", "--", unit).line();
  }

  /** {@code active}, {@code activating}, {@code failed}, {@code inactive}. */
  public String active(String unit) {
    return run("systemctl", "is-active", "--", unit).line();
  }

  public Answer reload() {
    return run("systemctl", "daemon-reload");
  }

  private Answer run(String tool, String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(folder.resolve(tool).toString());
    words.addAll(List.of(arguments));
    try {
      return run(words);
    } catch (IOException e) {
      return new Answer(127, tool + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(127, tool + ": interrupted");
    }
  }

  private static Answer run(List<String> words) throws IOException, InterruptedException {
    // A file takes what it prints: nothing can block, and no thread is needed.
    Path output = Files.createTempFile("vpnledger", ".out");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(words)
              .directory(new File("/"))
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      Map<String, String> environment = builder.environment();
      environment.clear();
      environment.put("PATH", "/usr/bin:/usr/sbin:/bin:/sbin");
      environment.put("LANG", "C.UTF-8");
      environment.put("SYSTEMD_PAGER", "");
      Process process = builder.start();
      boolean ended = false;
      try {
        ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      } finally {
        if (!ended) {
          process.destroyForcibly(); // also when nobody waits for it any more
        }
      }
      if (!ended) {
        return new Answer(
            124, words.getFirst() + " did not end within " + PATIENCE.toSeconds() + " s");
      }
      try (var in = Files.newInputStream(output)) {
        String text = new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
        return new Answer(process.exitValue(), text);
      }
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
