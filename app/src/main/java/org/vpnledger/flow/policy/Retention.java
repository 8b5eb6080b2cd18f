package org.vpnledger.flow.policy;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deletes what is kept no longer: the files of {@code ROOT/<data set>/gateway=…/date=…/hour=…}, and
 * {@code ROOT/packets/<ns>.csv}. What the path says is the time, whatever the file's own is. An
 * hour goes when it has been over for so many days, uploaded or not.
 *
 * <p>Nothing else is touched, and no link is followed: each folder is opened within the one above
 * it, so that nobody can put another in its place meanwhile. Used by one thread.
 */
public final class Retention {
  private static final int MOST_FILES = 5000;
  private static final int MOST_PROBLEMS = 20;

  private final Path root;
  private final Days days;
  private final int most;

  /** Days for which each data set is kept; 0 for ever. */
  public record Days(int packets, int flows, int dns, int totals) {}

  /**
   * What was deleted.
   *
   * @param path below the root: an hour's folder, or a packet log
   */
  public record Gone(String path, int files, long bytes) {}

  /**
   * What a turn did.
   *
   * @param more whether there may be more to delete, which the next turn does
   * @param problems what could not be deleted or looked into, a line each
   */
  public record Turn(List<Gone> gone, boolean more, List<String> problems) {
    public Turn {
      gone = List.copyOf(gone);
      problems = List.copyOf(problems);
    }
  }

  /** Below that folder, which need not be there yet. */
  public Retention(Path root, Days days) {
    this(root, days, MOST_FILES);
  }

  Retention(Path root, Days days, int most) {
    this.root = root;
    this.days = days;
    this.most = most;
  }

  /** Deletes what is too old by now, some thousand files at most; to be called now and then. */
  public Turn turn(Instant now) {
    return new Sweep(now).run();
  }

  /** What is done in a folder. */
  @FunctionalInterface
  private interface Inside {
    void run(SecureDirectoryStream<Path> folder) throws IOException;
  }

  private final class Sweep {
    private final Instant now;
    private final List<Gone> gone = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private int left = most;

    Sweep(Instant now) {
      this.now = now;
    }

    Turn run() {
      try (DirectoryStream<Path> folder = Files.newDirectoryStream(root)) {
        if (folder instanceof SecureDirectoryStream<Path> top) {
          enter(top, "packets", "packets", packets -> packets(packets, days.packets()));
          hourly(top, "flows", days.flows());
          hourly(top, "dns", days.dns());
          hourly(top, "totals", days.totals());
        } else {
          problem(root.toString(), "nothing is deleted: this system has no safe way to do it");
        }
      } catch (NoSuchFileException e) {
        return new Turn(List.of(), false, List.of()); // nothing was ever logged
      } catch (IOException e) {
        problem(root.toString(), e.toString());
      }
      return new Turn(gone, left <= 0, problems);
    }

    private void packets(SecureDirectoryStream<Path> folder, int kept) throws IOException {
      for (String name : names(folder)) {
        Instant end = Expiry.endOfPackets(name);
        if (left > 0 && end != null && Expiry.isOver(end, kept, now)) {
          String path = "packets/" + name;
          long bytes = delete(folder, name, path);
          if (bytes >= 0) {
            gone.add(new Gone(path, 1, bytes));
          }
        }
      }
    }

    private void hourly(SecureDirectoryStream<Path> top, String dataset, int kept) {
      if (kept > 0) {
        enter(top, dataset, dataset, folder -> gateways(folder, dataset, kept));
      }
    }

    private void gateways(SecureDirectoryStream<Path> folder, String path, int kept)
        throws IOException {
      for (String name : names(folder)) {
        if (name.startsWith("gateway=")) {
          String inner = path + "/" + name;
          enter(folder, name, inner, gateway -> dates(gateway, inner, kept));
        }
      }
    }

    private void dates(SecureDirectoryStream<Path> folder, String path, int kept)
        throws IOException {
      for (String name : names(folder)) {
        LocalDate date = Expiry.date(name);
        Instant first = date == null ? null : Expiry.end(date, "hour=00");
        if (date != null && first != null && Expiry.isOver(first, kept, now)) {
          String inner = path + "/" + name;
          enter(folder, name, inner, day -> hours(day, date, inner, kept));
          deleteEmpty(folder, name, inner);
        }
      }
    }

    private void hours(SecureDirectoryStream<Path> folder, LocalDate date, String path, int kept)
        throws IOException {
      for (String name : names(folder)) {
        Instant end = Expiry.end(date, name);
        if (left > 0 && end != null && Expiry.isOver(end, kept, now)) {
          String inner = path + "/" + name;
          enter(folder, name, inner, hour -> files(hour, inner));
          deleteEmpty(folder, name, inner);
        }
      }
    }

    /** Drafts that a crash left are of that hour as well; folders and links are somebody else's. */
    private void files(SecureDirectoryStream<Path> folder, String path) throws IOException {
      int files = 0;
      long sum = 0;
      for (String name : names(folder)) {
        long bytes = left > 0 ? delete(folder, name, path + "/" + name) : -1;
        if (bytes >= 0) {
          files++;
          sum += bytes;
        }
      }
      if (files > 0) {
        gone.add(new Gone(path, files, sum));
      }
    }

    /** Its size, or less than 0 if it is there still. */
    private long delete(SecureDirectoryStream<Path> folder, String name, String path) {
      Path file = Path.of(name);
      try {
        BasicFileAttributes found = attributes(folder, name);
        if (found != null && found.isRegularFile()) {
          left--;
          folder.deleteFile(file);
          return found.size();
        }
      } catch (NoSuchFileException e) {
        return -1; // somebody was faster
      } catch (IOException e) {
        problem(path, e.toString());
      }
      return -1;
    }

    private void deleteEmpty(SecureDirectoryStream<Path> folder, String name, String path) {
      try {
        folder.deleteDirectory(Path.of(name));
      } catch (DirectoryNotEmptyException | NoSuchFileException e) {
        return; // it is, the next time; or somebody put something there
      } catch (IOException e) {
        if (isFolder(folder, name)) {
          problem(path, e.toString());
        }
      }
    }

    /** Nothing is done in what is none, or a link to one. */
    private void enter(SecureDirectoryStream<Path> above, String name, String path, Inside inside) {
      if (left <= 0 || !isFolder(above, name)) {
        return;
      }
      try (SecureDirectoryStream<Path> folder =
          above.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS)) {
        inside.run(folder);
      } catch (NoSuchFileException e) {
        return; // somebody was faster
      } catch (IOException e) {
        problem(path, e.toString());
      }
    }

    private void problem(String path, String what) {
      if (problems.size() < MOST_PROBLEMS) {
        problems.add(path + ": " + what);
      }
    }
  }

  private static boolean isFolder(SecureDirectoryStream<Path> above, String name) {
    BasicFileAttributes found = attributes(above, name);
    return found != null && found.isDirectory();
  }

  private static @Nullable BasicFileAttributes attributes(
      SecureDirectoryStream<Path> above, String name) {
    try {
      return above
          .getFileAttributeView(
              Path.of(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .readAttributes();
    } catch (IOException e) {
      return null;
    }
  }

  /** In order, so that the oldest goes first. */
  private static List<String> names(DirectoryStream<Path> folder) throws IOException {
    List<String> names = new ArrayList<>();
    try {
      folder.forEach(file -> names.add(file.getFileName().toString()));
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    names.sort(null);
    return names;
  }
}
