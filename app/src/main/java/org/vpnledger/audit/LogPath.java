package org.vpnledger.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where audit logs may be: the daemon runs as root, and who may choose its log's path must not be
 * able to have it write anywhere.
 */
public final class LogPath {
  private static final List<Path> ALWAYS = List.of(Path.of("/var/log"), Path.of("/tmp"));

  private LogPath() {}

  /**
   * The path that is really written to: links and {@code ..} are resolved first, then it must lie
   * below {@code /var/log}, {@code /tmp} or one of the other folders. Folders that are missing are
   * made by who writes there.
   *
   * @throws IOException with one line for people that says what to do
   */
  public static Path real(Path configured, List<Path> others) throws IOException {
    List<Path> folders = new ArrayList<>(ALWAYS);
    folders.addAll(others);
    Path real = resolved(configured.toAbsolutePath().normalize());
    for (Path folder : folders) {
      Path allowed = resolved(folder.toAbsolutePath().normalize());
      if (real.equals(allowed)) {
        throw new IOException(configured + " is a folder: name a file in it");
      }
      if (real.startsWith(allowed)) {
        return requireOwn(real);
      }
    }
    throw new IOException(
        "%s%s is outside of %s: choose a file below one of these, or add its folder to audit.allowed_folders"
            .formatted(
                configured,
                real.equals(configured) ? "" : " (really " + real + ")",
                folders.stream().map(Path::toString).collect(Collectors.joining(", "))));
  }

  /** Resolves what exists of it; the rest has no links. */
  private static Path resolved(Path path) throws IOException {
    Path existing = path;
    while (existing != null && !Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
      existing = existing.getParent();
    }
    if (existing == null) {
      return path;
    }
    try {
      Path real = existing.toRealPath();
      return existing.equals(path) ? real : real.resolve(existing.relativize(path));
    } catch (IOException e) {
      throw new IOException(
          existing + " cannot be resolved (a link to nowhere?): choose another path", e);
    }
  }

  /** In a folder that everybody may write to, somebody else may have put a file of that name. */
  private static Path requireOwn(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return file;
    }
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file + " is a folder: name a file in it");
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file + " is no file: choose another path");
    }
    Object owner = Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    if (!owner.equals(self) && !owner.equals(0)) {
      throw new IOException(file + " belongs to another user: remove it, or choose another path");
    }
    return file;
  }
}
