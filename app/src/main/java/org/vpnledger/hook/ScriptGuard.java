package org.vpnledger.hook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Whether nobody but root and the daemon's own user can decide what a script does. Looked at before
 * each run: the file itself, every folder and every symbolic link on the way to it.
 */
public final class ScriptGuard {
  private static final int WRITABLE_BY_OTHERS = 022;
  private static final int MOST_LINKS = 40; // as the kernel has it

  private final Path trusted;
  private final int user;

  /** Trusts nothing but the root folder. */
  ScriptGuard() {
    this(Path.of("/"));
  }

  /** Begins to look below a folder, which itself is trusted. */
  ScriptGuard(Path trusted) {
    this(trusted, ownUser());
  }

  /** The same on behalf of a daemon that runs as another user. */
  public ScriptGuard(Path trusted, int user) {
    this.trusted = trusted;
    this.user = user;
  }

  private static int ownUser() {
    try {
      return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException e) {
      return 0; // no other user's files are trusted then
    }
  }

  /**
   * Goes the way to the script as the kernel would.
   *
   * @return the file itself, without any link on the way; nobody else can put another in its place
   * @throws IOException with one line that says what to do
   */
  public Path check(Path script) throws IOException {
    if (!script.isAbsolute()) {
      throw new IOException(script + " is not an absolute path");
    }
    boolean below = script.startsWith(trusted);
    Path at = below ? trusted : script.getRoot();
    Deque<Path> way = new ArrayDeque<>();
    push(way, script, below ? trusted.getNameCount() : 0);
    int links = 0;
    while (!way.isEmpty()) {
      String name = way.pop().toString();
      Path next = name.equals("..") ? parent(at) : at.resolve(name).normalize();
      BasicFileAttributes kind = kind(next, script);
      if (kind.isSymbolicLink()) {
        Path target = Files.readSymbolicLink(next);
        if (++links > MOST_LINKS) {
          throw new IOException(script + " goes in circles");
        }
        if (target.isAbsolute()) {
          at = target.getRoot();
        }
        push(way, target, 0);
        continue;
      }
      requireGuarded(next);
      if (!kind.isDirectory()) {
        return requireScript(next, kind, way.isEmpty());
      }
      at = next;
    }
    throw new IOException(script + " is a folder: name a script");
  }

  /** In front of what is left of the way: the names of a path from the given one on. */
  private static void push(Deque<Path> way, Path path, int from) {
    for (int name = path.getNameCount() - 1; name >= from; name--) {
      way.push(path.getName(name));
    }
  }

  private static Path parent(Path folder) {
    Path parent = folder.getParent();
    return parent == null ? folder : parent;
  }

  private static BasicFileAttributes kind(Path file, Path script) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw new IOException(
          script + ": there is no " + file + ": put the script there, or correct hook.script", e);
    } catch (IOException e) {
      throw new IOException(file + " cannot be looked at: permission denied", e);
    }
  }

  private static Path requireScript(Path file, BasicFileAttributes kind, boolean last)
      throws IOException {
    if (!kind.isRegularFile() || !last) {
      throw new IOException(file + " is no regular file");
    }
    if (!Files.isExecutable(file)) {
      throw new IOException(file + " is not executable: chmod +x " + file);
    }
    return file;
  }

  private static int number(Path file, String attribute) throws IOException {
    return (Integer) Files.getAttribute(file, attribute, LinkOption.NOFOLLOW_LINKS);
  }

  /** A sticky folder such as /tmp is none either: who may write there may put a folder there. */
  private void requireGuarded(Path file) throws IOException {
    int owner = number(file, "unix:uid");
    int mode = number(file, "unix:mode");
    if (owner != 0 && owner != user) {
      throw new IOException(
          "%s belongs to user %d, who could change what is run: chown root %s"
              .formatted(file, owner, file));
    }
    if ((mode & WRITABLE_BY_OTHERS) != 0) {
      throw new IOException(
          "%s may be written by others than its owner (mode %o): chmod go-w %s, or put the script elsewhere"
              .formatted(file, mode & 07777, file));
    }
  }
}
