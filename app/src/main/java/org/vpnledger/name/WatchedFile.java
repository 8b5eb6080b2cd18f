package org.vpnledger.name;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.PeerKey;

/** One names file over time: its last good names, and which problem was already told. */
final class WatchedFile {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  /** A large file that changes all the time must not keep us reading. */
  private static final Duration PAUSE_PER_MIB = Duration.ofSeconds(5);

  private static final long MOST_PAUSES = 12;

  private static final String UNKNOWN =
      ": a file of no tool that is known here: neither wg-easy, wireguard-ui, WGDashboard, PiVPN or"
          + " wireguard_exporter nor a WireGuard configuration";

  /** What tells that nothing has changed; SQLite writes into a log beside its file. */
  private record Stamp(FileStamp file, @Nullable FileStamp log) {
    boolean isSettled(Instant now) {
      return file.isSettled(now) && (log == null || log.isSettled(now));
    }
  }

  private final String shown;
  private final boolean required;
  private final ZoneId zone;
  private Map<PeerKey, String> names = Map.of();
  private Map<PeerKey, Map<String, String>> labels = Map.of();
  private @Nullable NameFormat format;
  private @Nullable Instant readAt;
  private @Nullable Stamp stamp;
  private @Nullable Instant lookedAt;
  private Duration pause = Duration.ZERO;
  private @Nullable String told;

  /**
   * @param shown what messages call it
   * @param required whether its absence, or a content of another kind, is a problem
   */
  WatchedFile(String shown, boolean required, ZoneId zone) {
    this.shown = shown;
    this.required = required;
    this.zone = zone;
  }

  /** As of the last good read. */
  Map<PeerKey, String> names() {
    return names;
  }

  /** What else it says of peers, as of the last good read. */
  Map<PeerKey, Map<String, String>> labels() {
    return labels;
  }

  /** What it is, absent before the first good read. */
  @Nullable NameFormat format() {
    return format;
  }

  /** When it was last read well, absent before. */
  @Nullable Instant readAt() {
    return readAt;
  }

  /** What is wrong with it, absent if nothing is. */
  @Nullable String problem() {
    return told;
  }

  /**
   * Reads the file if it has changed.
   *
   * @param path where it is now, absent if its place does not exist
   * @param room how many names it may give at most
   * @param problems receives a line when there is a new problem
   * @return whether the names are others now, or the problem is
   */
  boolean refresh(@Nullable Path path, Instant now, long room, List<String> problems) {
    String before = told;
    boolean changed = false;
    try {
      Stamp current = path == null ? null : stampIfSeen(path);
      if (path == null || current == null) {
        stamp = null;
        if (required || readAt != null) {
          tell(shown + ": no such file", true, problems);
        }
      } else if (!current.equals(stamp) && !isPausing(now)) {
        // Broken content is not looked at again either until the file changes.
        stamp = current.isSettled(now) ? current : null;
        lookedAt = now;
        pause = PAUSE_PER_MIB.multipliedBy(Math.min(current.file().size() >> 20, MOST_PAUSES));
        changed = adopt(NamesFile.read(path, shown), now, room, problems);
      }
    } catch (NameFileException e) {
      tell(String.valueOf(e.getMessage()), true, problems);
    } catch (AccessDeniedException e) {
      stamp = null; // a changed permission does not show in the stamp
      tell(shown + ": permission denied", true, problems);
    } catch (IOException e) {
      stamp = null;
      tell(shown + ": " + reason(e), true, problems);
    }
    return changed || (told != null && !told.equals(before)) || (told == null && before != null);
  }

  /** Whichever way the clock is put meanwhile. */
  private boolean isPausing(Instant now) {
    return lookedAt != null && Duration.between(lookedAt, now).abs().compareTo(pause) < 0;
  }

  /** A place that may not even be looked at is none, unless there was a file or has to be one. */
  private @Nullable Stamp stampIfSeen(Path path) throws IOException {
    try {
      return stamp(path);
    } catch (AccessDeniedException e) {
      if (required || readAt != null) {
        throw e;
      }
      return null;
    }
  }

  private static @Nullable Stamp stamp(Path path) throws IOException {
    FileStamp file = FileStamp.of(path);
    if (file == null) {
      return null;
    }
    boolean database = String.valueOf(path.getFileName()).contains(".db");
    return new Stamp(
        file, database ? FileStamp.of(path.resolveSibling(path.getFileName() + "-wal")) : null);
  }

  private boolean adopt(@Nullable ParsedNames read, Instant now, long room, List<String> problems) {
    if (read == null) {
      if (required || readAt != null) {
        tell(shown + UNKNOWN, true, problems);
      }
      return false;
    }
    if (read.names().size() > room) {
      tell(shown + ": too many names there to remember those of this file", true, problems);
      return false;
    }
    boolean changed =
        !read.names().equals(names) || !read.labels().equals(labels) || read.format() != format;
    names = read.names();
    labels = read.labels();
    format = read.format();
    readAt = now;
    if (read.leftOut() == 0) {
      told = null;
    } else {
      String problem = read.leftOut() + " clients without a valid public key or a name";
      tell(shown + ": left out " + problem, false, problems);
    }
    return changed;
  }

  private void tell(String problem, boolean unread, List<String> problems) {
    String line = unread ? problem + "; " + consequence() : problem;
    if (!line.equals(told)) {
      told = line;
      problems.add(line);
    }
  }

  private String consequence() {
    return readAt == null
        ? "no names from it"
        : "keeping the " + names.size() + " names read at " + TIME.format(readAt.atZone(zone));
  }

  static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    String message = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
