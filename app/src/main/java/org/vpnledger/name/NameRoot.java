package org.vpnledger.name;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file system in which names files may lie at their usual places: this machine's, or what another
 * tool sees in its container.
 *
 * @param label what people call it, as in {@code container wg-easy}; empty for this machine's own.
 *     It stays the same when the container is started anew, while the folders become others
 * @param mounts the folders that make it up; of several that cover a path, the one whose place is
 *     longest counts
 */
public record NameRoot(String label, List<Mount> mounts) {
  /** This machine's own files. */
  public static final NameRoot MACHINE = new NameRoot("", List.of(new Mount("/", Path.of("/"))));

  private static final int MOST_LINKS = 40; // as the kernel has it

  /**
   * A folder of this machine, and where it is seen.
   *
   * @param inside its place in the other file system, absolute: {@code /etc/wireguard}
   * @param folder where it is here
   */
  public record Mount(String inside, Path folder) {
    private boolean covers(String path) {
      return path.equals(inside) || path.startsWith(inside.endsWith("/") ? inside : inside + "/");
    }

    private Path of(String path) {
      String rest = path.substring(inside.length());
      return folder.resolve(rest.startsWith("/") ? rest.substring(1) : rest);
    }
  }

  public NameRoot {
    mounts =
        mounts.stream()
            .sorted(Comparator.comparingInt((Mount mount) -> -mount.inside().length()))
            .toList();
  }

  /** What messages call a path of it. */
  String shown(String inside) {
    return label.isEmpty() ? inside : label + ": " + inside;
  }

  /**
   * Where a path of it is found here. Links are followed as they are seen inside: whoever owns the
   * container must not lead us to files of this machine.
   *
   * @return absent if no folder covers it
   */
  @Nullable Path find(String inside) throws IOException {
    if (label.isEmpty()) {
      return host(inside);
    }
    Deque<String> ahead = new ArrayDeque<>(parts(inside));
    List<String> walked = new ArrayList<>();
    int links = 0;
    while (!ahead.isEmpty()) {
      String part = ahead.pop();
      if (part.equals("..")) {
        if (!walked.isEmpty()) {
          walked.removeLast();
        }
        continue;
      }
      walked.add(part);
      Path here = host(path(walked));
      if (here != null && Files.isSymbolicLink(here)) {
        if (++links > MOST_LINKS) {
          throw new FileSystemLoopException(shown(inside));
        }
        String target = Files.readSymbolicLink(here).toString();
        walked.removeLast();
        if (target.startsWith("/")) {
          walked.clear();
        }
        parts(target).reversed().forEach(ahead::push);
      }
    }
    return host(path(walked));
  }

  /**
   * Where a file of a folder is found here: the same, but cheaper when there are thousands.
   *
   * @param here where {@link #find} found the folder
   */
  @Nullable Path find(String folder, Path here, String file) throws IOException {
    Path member = here.resolve(file);
    String inside = folder + "/" + file;
    boolean simple =
        mounts.stream().noneMatch(mount -> mount.inside().equals(inside))
            && (label.isEmpty() || !Files.isSymbolicLink(member));
    return simple ? member : find(inside);
  }

  private static List<String> parts(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/")) {
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts;
  }

  private static String path(List<String> parts) {
    return "/" + String.join("/", parts);
  }

  /** A volume's folder may be out of our reach while the container's own view of it is not. */
  private @Nullable Path host(String path) {
    for (Mount mount : mounts) {
      if (mount.covers(path)
          && (mounts.size() == 1
              || Files.isDirectory(mount.folder())
              || Files.isRegularFile(mount.folder()))) {
        return mount.of(path);
      }
    }
    return null;
  }
}
