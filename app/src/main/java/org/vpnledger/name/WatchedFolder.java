package org.vpnledger.name;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of one folder over time; listed again only when files have come or gone. */
final class WatchedFolder {
  /** Of larger folders the first that the file system gives are read. */
  static final int MOST_FILES = 10_000;

  private final String shown;
  private List<String> files = List.of();
  private @Nullable FileStamp stamp;
  private @Nullable String problem;

  WatchedFolder(String shown) {
    this.shown = shown;
  }

  /** What is wrong with it, absent if nothing is. */
  @Nullable String problem() {
    return problem;
  }

  /**
   * The names of its files.
   *
   * @param problems receives a line when there is a new problem
   * @return absent if there is no such folder, or none that can be read
   */
  @Nullable List<String> list(@Nullable Path folder, Instant now, List<String> problems) {
    try {
      FileStamp current = folder == null ? null : FileStamp.ofFolder(folder);
      if (folder == null || current == null) {
        stamp = null;
        return null;
      }
      if (!current.equals(stamp)) {
        files = names(folder);
        stamp = current.isSettled(now) ? current : null;
        tell(
            files.size() < MOST_FILES
                ? null
                : "of more than " + MOST_FILES + " files some are left out",
            problems);
      }
      return files;
    } catch (IOException e) {
      stamp = null;
      tell(WatchedFile.reason(e) + "; no names from it", problems);
      return null;
    }
  }

  private static List<String> names(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path file : all) {
        String name = String.valueOf(file.getFileName());
        if (!name.startsWith(".") && names.size() < MOST_FILES) {
          names.add(name);
        }
      }
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    return List.copyOf(names);
  }

  private void tell(@Nullable String what, List<String> problems) {
    String line = what == null ? null : shown + ": " + what;
    if (line != null && !line.equals(problem)) {
      problems.add(line);
    }
    problem = line;
  }
}
