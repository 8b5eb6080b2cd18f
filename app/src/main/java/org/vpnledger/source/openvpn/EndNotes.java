package org.vpnledger.source.openvpn;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.vpn.Moment;

/**
 * The folder in which {@code vpnledger hook openvpn} leaves a note of each connection's end, a file
 * each, named after the time. A note is deleted when what it says is in the ledger: should the
 * process die before, it is taken once more, and the ledger may know it already.
 */
public final class EndNotes {
  private static final Logger LOG = LoggerFactory.getLogger(EndNotes.class);
  private static final int MOST_BYTES = 4096;
  private static final int MOST_NOTES = 1000;
  private static final int MOST_REFUSED = 100;
  private static final String REFUSED = "refused-";

  private final Path folder;
  private final String source;
  private final Set<String> servers;
  private final Map<Path, Moment> taken = new HashMap<>();
  private volatile @Nullable Moment kept;

  /**
   * Those of one source.
   *
   * @param servers all sources of OpenVPN: if there is one, notes without a source's name are its
   *     own, and if there are several, such notes are nobody's
   */
  public EndNotes(Path folder, String source, Set<String> servers) {
    this.folder = folder;
    this.source = source;
    this.servers = Set.copyOf(servers);
  }

  /**
   * Those that have come, oldest first; some of them if there are very many.
   *
   * @param now when they are taken, by which {@link #kept} tells them from later ones
   */
  List<EndNote> take(Moment now) {
    deleteKept();
    List<EndNote> notes = new ArrayList<>();
    for (Path file : files()) {
      try {
        EndNote note = EndNote.parse(bytes(file));
        boolean unnamed = note.source().isEmpty() && servers.size() == 1;
        if (unnamed || note.source().equals(source)) {
          if (taken.putIfAbsent(file, now) == null) {
            notes.add(note);
          }
        } else if (!servers.contains(note.source())) {
          refuse(file, "names no source, or one that is not there: 'hook openvpn SOURCE'");
        }
      } catch (NoSuchFileException e) {
        LOG.debug("another source has taken {}", file, e);
      } catch (AccessDeniedException e) {
        LOG.debug("{}", file, e);
        refuse(file, "may not be read: the server's user must be in the folder's group");
      } catch (MalformedStatusException | IOException e) {
        refuse(file, String.valueOf(e.getMessage()));
      }
    }
    return notes;
  }

  /** What was taken until then is in the ledger; by any thread. */
  void kept(Moment upTo) {
    kept = upTo;
  }

  /** Deletes the notes that are in the ledger. */
  void deleteKept() {
    Moment upTo = kept;
    if (upTo != null) {
      taken.entrySet().removeIf(note -> isKept(note.getValue(), upTo) && isDeleted(note.getKey()));
    }
  }

  private static boolean isKept(Moment at, Moment upTo) {
    return at.monotonicNanos() - upTo.monotonicNanos() <= 0;
  }

  private static boolean isDeleted(Path file) {
    try {
      Files.deleteIfExists(file);
      return true;
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted: {}", file, e.getMessage());
      return false;
    }
  }

  private Iterable<Path> files() {
    TreeSet<Path> files = new TreeSet<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(
            folder, file -> Character.isDigit(file.getFileName().toString().charAt(0)))) {
      for (Path file : all) {
        files.add(file);
        if (files.size() > MOST_NOTES) {
          files.removeLast();
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      LOG.trace("no server leaves notes", e);
    } catch (IOException e) {
      LOG.warn("{} cannot be read: {}", folder, e.getMessage());
    }
    return files;
  }

  private static byte[] bytes(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("is no file");
    }
    try (InputStream in =
        Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException("is larger than any note");
      }
      return bytes;
    }
  }

  /**
   * Put aside, not deleted: what it should have said is in the session's last bytes. Of very many
   * the first ones tell enough.
   */
  private void refuse(Path file, String why) {
    Path aside = folder.resolve(REFUSED + file.getFileName());
    try {
      if (refused() < MOST_REFUSED) {
        Files.move(file, aside);
        LOG.warn("{}: a note of a connection's end that is put aside: {}", aside, why);
      } else {
        Files.delete(file);
        LOG.warn("{}: there are {} already: deleted a note that {}", aside, MOST_REFUSED, why);
      }
    } catch (IOException e) {
      LOG.debug("refused {}: {}", file, why, e);
    }
  }

  private int refused() throws IOException {
    int count = 0;
    try (DirectoryStream<Path> aside = Files.newDirectoryStream(folder, REFUSED + "*")) {
      for (Path _ : aside) {
        count++;
      }
    }
    return count;
  }
}
