package org.vpnledger.name;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
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

  private final WgEasyFile file;
  private final ZoneId zone;
  private Map<PeerKey, String> names = Map.of();
  private @Nullable Instant readAt;
  private @Nullable FileStamp stamp;
  private @Nullable String told;

  WatchedFile(WgEasyFile file, ZoneId zone) {
    this.file = file;
    this.zone = zone;
  }

  /** As of the last good read. */
  Map<PeerKey, String> names() {
    return names;
  }

  /**
   * Reads the file if it has changed.
   *
   * @param problems receives a line when there is a new problem
   * @return whether the names are others now
   */
  boolean refresh(Instant now, List<String> problems) {
    try {
      FileStamp current = FileStamp.of(file.path());
      if (current == null) {
        stamp = null;
        if (file.required() || readAt != null) {
          tell(file.path() + ": no such file", true, problems);
        }
        return false;
      }
      if (current.equals(stamp)) {
        return false;
      }
      // Broken content is not looked at again either until the file changes.
      stamp = current.isSettled(now) ? current : null;
      return adopt(file.read(), now, problems);
    } catch (NameFileException e) {
      tell(String.valueOf(e.getMessage()), true, problems);
    } catch (IOException e) {
      stamp = null; // a changed permission does not show in the stamp
      tell(file.path() + ": " + reason(e), true, problems);
    }
    return false;
  }

  private boolean adopt(WgEasyParser.Clients clients, Instant now, List<String> problems) {
    boolean changed = !clients.names().equals(names);
    names = clients.names();
    readAt = now;
    if (clients.leftOut() == 0) {
      told = null;
    } else {
      String problem = clients.leftOut() + " clients without a valid public key or a name";
      tell(file.path() + ": left out " + problem, false, problems);
    }
    return changed;
  }

  private void tell(String problem, boolean unread, List<String> problems) {
    if (!problem.equals(told)) {
      told = problem;
      problems.add(unread ? problem + "; " + consequence() : problem);
    }
  }

  private String consequence() {
    return readAt == null
        ? "no names from it"
        : "keeping the " + names.size() + " names read at " + TIME.format(readAt.atZone(zone));
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
