package org.vpnledger.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A folder of finished files. A writer writes elsewhere on the same disk, as in {@code open/} or
 * under a hidden name, and calls {@link #finish}: so what is seen here is whole, whatever crashed.
 * A file's path below the root is its key in the store.
 */
public final class Spool {
  /** Of a key, by S3's rules; a part of them is left for a prefix. */
  private static final int LONGEST_NAME = 900;

  /** A folder may be removed, since it is empty, before the file comes into it. */
  private static final int ATTEMPTS = 5;

  private final Path root;
  private final Predicate<String> uploaded;
  private final Predicate<String> needed;
  private volatile Consumer<SpooledFile> watcher = file -> {};

  /**
   * At this folder, which need not exist yet.
   *
   * @param uploaded told a file's name (its path below the root), whether it goes to the store at
   *     all; files and folders whose names begin with a dot never do
   */
  public Spool(Path root, Predicate<String> uploaded) {
    this(root, uploaded, name -> false);
  }

  /**
   * The same for files that somebody here reads later.
   *
   * @param needed told a file's name, whether it stays here for now although it is in the store;
   *     asked by the uploader's thread
   */
  public Spool(Path root, Predicate<String> uploaded, Predicate<String> needed) {
    this.root = root.toAbsolutePath().normalize();
    this.uploaded = uploaded;
    this.needed = needed;
  }

  /** Whether it stays here although it is in the store. */
  boolean isNeeded(String name) {
    return needed.test(name);
  }

  /**
   * All but {@code open/}, {@code rejected/} and {@code keys/} at the root, and any {@code
   * rollup.parquet}.
   */
  public static boolean usual(String name) {
    return !name.startsWith("open/")
        && !name.startsWith("rejected/")
        && !name.startsWith("keys/") // they must be destroyed some day, wherever they are
        && !name.equals("rollup.parquet")
        && !name.endsWith("/rollup.parquet");
  }

  /** The folder itself, absolute. */
  public Path root() {
    return root;
  }

  /** Where the file of that name is, or would be. */
  public Path path(String name) {
    return root.resolve(name);
  }

  /**
   * Makes a file one of the spool's: its bytes are on the disk before its name is, and its name is
   * before this returns. A file that is there already is not replaced. If the disk is full, or
   * anything else fails, the draft is still there, or whole under its new name.
   *
   * @param draft on the same disk, closed
   * @param name below the root, with {@code /}: up to 900 bytes, no part empty or beginning with a
   *     dot, no control characters
   * @throws IOException with one line; the caller keeps its data and tries again
   */
  public SpooledFile finish(Path draft, String name) throws IOException {
    if (!isName(name)) {
      throw new IOException("'" + printable(name) + "' cannot be the name of a spooled file");
    }
    Path target = path(name);
    sync(draft, StandardOpenOption.WRITE);
    for (int attempt = 1; ; attempt++) {
      try {
        makeFolders(folderOf(target));
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
          throw new FileAlreadyExistsException(target.toString());
        }
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        break;
      } catch (NoSuchFileException e) {
        if (attempt == ATTEMPTS || !Files.exists(draft)) {
          throw e;
        }
      }
    }
    sync(folderOf(target), StandardOpenOption.READ);
    BasicFileAttributes attributes = Files.readAttributes(target, BasicFileAttributes.class);
    SpooledFile file =
        new SpooledFile(name, attributes.size(), attributes.lastModifiedTime().toInstant());
    if (uploaded.test(name)) {
      watcher.accept(file);
    }
    return file;
  }

  /** Told of each file that is finished here and goes to the store. */
  void watch(Consumer<SpooledFile> told) {
    watcher = told;
  }

  /** What lies here and goes to the store, oldest first; links are not followed. */
  NavigableSet<SpooledFile> files() throws IOException {
    NavigableSet<SpooledFile> files = new TreeSet<>();
    if (!Files.isDirectory(root)) {
      return files;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return folder.equals(root) || !isHidden(folder)
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            String name = root.relativize(path).toString();
            if (attributes.isRegularFile() && isName(name) && uploaded.test(name)) {
              files.add(
                  new SpooledFile(
                      name, attributes.size(), attributes.lastModifiedTime().toInstant()));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException e) {
            return FileVisitResult.CONTINUE; // gone meanwhile, or not ours to read
          }
        });
    return files;
  }

  /** Deletes a file, and the folders that it leaves empty; also if it is gone already. */
  void remove(String name) throws IOException {
    Path file = path(name);
    Files.deleteIfExists(file);
    for (Path folder = folderOf(file); !folder.equals(root); folder = folderOf(folder)) {
      try {
        Files.deleteIfExists(folder);
      } catch (IOException e) {
        return; // there is more in it
      }
    }
  }

  private void makeFolders(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    if (!folder.equals(root)) {
      makeFolders(folderOf(folder));
      try {
        Files.createDirectory(folder);
      } catch (FileAlreadyExistsException e) {
        return;
      }
      sync(folderOf(folder), StandardOpenOption.READ);
    } else {
      Files.createDirectories(folder);
    }
  }

  private static Path folderOf(Path path) {
    Path folder = path.getParent();
    return folder == null ? path : folder;
  }

  private static void sync(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }

  private static boolean isHidden(Path path) {
    Path name = path.getFileName();
    return name == null || name.toString().startsWith(".");
  }

  /** Whether that may be a path below a root, and a key. */
  static boolean isName(String name) {
    if (name.isEmpty()
        || name.getBytes(UTF_8).length > LONGEST_NAME
        || name.chars().anyMatch(c -> Character.isISOControl(c) || c == '\\')) {
      return false;
    }
    for (String part : name.split("/", -1)) {
      if (part.isEmpty() || part.startsWith(".")) {
        return false;
      }
    }
    return true;
  }

  private static String printable(String name) {
    String start = name.length() > 100 ? name.substring(0, 100) + "…" : name;
    return start.replaceAll("\\p{Cntrl}", "?");
  }
}
