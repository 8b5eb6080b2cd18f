package org.vpnledger.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.vpnledger.chain.Chain;
import org.vpnledger.chain.Link;

/**
 * The hashes of lines that were in a log before ours, as wg_monitor leaves them: of no event, but
 * from now on nobody changes them unnoticed.
 */
final class Adoption {
  /** Half a million lines, fifty times of what wg_monitor puts aside. */
  private static final int MOST_CHARACTERS = 64 << 20;

  private final Path log;
  private final Chain chain = new Chain();
  private Link last = LineChain.NOTHING;

  private Adoption(Path log) {
    this.log = log;
  }

  /**
   * Writes the hashes of what was put aside of a log, each beside its file unless they are there.
   *
   * @return the entries of the log itself, with their title, and the last line's hash
   * @throws IOException with one line for people
   */
  static Entries of(Path log) throws IOException {
    Adoption adoption = new Adoption(log);
    for (Path path : LogFiles.paths(log)) {
      if (path.equals(log)) {
        return new Entries(adoption.entries(path), adoption.last);
      }
      write(adoption.hashesOf(path), adoption.entries(path));
    }
    return new Entries(LineChain.title(adoption.last) + "\n", adoption.last);
  }

  /**
   * What becomes of it.
   *
   * @param text for the file of the log's hashes
   * @param last the last line's hash
   */
  record Entries(String text, Link last) {}

  private String entries(Path path) throws IOException {
    StringBuilder text = new StringBuilder(LineChain.title(last)).append('\n');
    try (LogFiles file = LogFiles.only(path)) {
      for (String line = file.next(); line != null; line = file.next()) {
        last = chain.next(last, line);
        text.append(new LineChain.Entry(0, LineChain.NOTHING, last)).append('\n');
        if (text.length() > MOST_CHARACTERS) {
          throw new IOException(path + " is too large to be taken over: move it elsewhere");
        }
      }
    } catch (LogFiles.Unreadable e) {
      return text.toString(); // verification names it
    }
    return text.toString();
  }

  private static void write(Path hashes, String text) throws IOException {
    if (isThere(hashes) || isThere(hashes.resolveSibling(hashes.getFileName() + ".gz"))) {
      return; // they are of a ledger before this one, or a crash came
    }
    Path half = hashes.resolveSibling(hashes.getFileName() + ".tmp");
    Files.deleteIfExists(half);
    Files.createFile(
        half, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
    Files.writeString(half, text);
    Files.move(half, hashes, StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean isThere(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** {@code log.chain.2} of {@code log.2.gz}. */
  private Path hashesOf(Path aside) {
    String name = aside.getFileName().toString();
    String ending = name.substring(log.getFileName().toString().length());
    String hashes = TextLog.hashesOf(log).getFileName() + ending.replace(".gz", "");
    return log.resolveSibling(hashes);
  }
}
