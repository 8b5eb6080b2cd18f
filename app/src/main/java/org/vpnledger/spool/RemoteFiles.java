package org.vpnledger.spool;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Files of a store, for reading: copied into a folder under their keys, where they stay as long as
 * there is room. Objects never change, so a copy of the right size is the object. Several programs
 * may share the folder: copies appear whole, by renaming.
 */
public final class RemoteFiles {
  private static final int MOST_OBJECTS = 1_000_000;
  private static final int MOST_FOLDERS = 100_000;

  /** Small files take a store's time, not the line's. */
  private static final int AT_ONCE = 8;

  private static final int ATTEMPTS = 3;
  private static final Duration PAUSE = Duration.ofMillis(300);

  private final ObjectStore store;
  private final Path cache;
  private final long mostBytes;
  private final InstantSource clock;

  /**
   * Of that store.
   *
   * @param cache a folder for copies alone
   * @param mostBytes that it holds, besides what is being copied
   */
  public RemoteFiles(ObjectStore store, Path cache, long mostBytes, InstantSource clock) {
    this.store = store;
    this.cache = cache.toAbsolutePath().normalize();
    this.mostBytes = mostBytes;
    this.clock = clock;
  }

  /**
   * The objects in those folders, by key.
   *
   * @param folders as {@code flows/gateway=g/date=2026-11-29}; with what is below them
   * @throws StoreException with one line
   */
  public List<StoredObject> list(Collection<String> folders) throws StoreException {
    List<StoredObject> found = new ArrayList<>();
    for (String folder : new TreeSet<>(folders)) {
      String prefix = folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
      for (StoredObject object : store.list(prefix, MOST_OBJECTS - found.size())) {
        if (Spool.isName(object.key()) && object.bytes() >= 0) { // else none of our spools' files
          found.add(object);
        }
      }
    }
    return found;
  }

  /**
   * The names of the folders just below one.
   *
   * @param folder as {@code flows}
   */
  public List<String> folders(String folder) throws StoreException {
    return store.folders(folder + "/", MOST_FOLDERS).stream()
        .filter(name -> Spool.isName(name) && !name.contains("/"))
        .toList();
  }

  /** The object of that key, absent if there is none. */
  public Optional<StoredObject> find(String key) throws StoreException {
    return Spool.isName(key)
        ? store.head(key).filter(object -> object.bytes() >= 0)
        : Optional.empty();
  }

  /**
   * Copies of all those, each under its key below the cache's folder; at once for those that are
   * there already. None of them goes before the next call. What is in the store no more is left
   * out.
   *
   * @throws IOException with one line, also if they are more than the cache may hold
   */
  public List<Path> fetch(List<StoredObject> objects) throws IOException {
    long needed = objects.stream().mapToLong(StoredObject::bytes).sum();
    if (needed > mostBytes) {
      throw new IOException(
          "%d files of %d bytes are needed, the cache holds %d: ask for less time, or enlarge it"
              .formatted(objects.size(), needed, mostBytes));
    }
    Files.createDirectories(cache);
    Set<String> keys = objects.stream().map(StoredObject::key).collect(Collectors.toSet());
    long missing = 0;
    for (StoredObject object : objects) {
      missing += touched(object) ? 0 : object.bytes();
    }
    makeRoom(mostBytes - missing, keys);
    List<Future<Optional<Path>>> coming = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      try {
        for (StoredObject object : objects) {
          coming.add(threads.submit(() -> brought(object)));
        }
        List<Path> files = new ArrayList<>();
        for (Future<Optional<Path>> file : coming) {
          file.get().ifPresent(files::add);
        }
        return files;
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      } finally {
        threads.shutdownNow();
      }
    }
  }

  /** A store that does not answer once may do so the next time. */
  private Optional<Path> brought(StoredObject object) throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return Optional.of(touched(object) ? path(object) : copied(object));
      } catch (StoreException e) {
        if (e.kind() == StoreException.Kind.REFUSED && store.head(object.key()).isEmpty()) {
          return Optional.empty();
        }
        if (e.kind() != StoreException.Kind.UNAVAILABLE || attempt == ATTEMPTS) {
          throw e;
        }
        Thread.sleep(PAUSE);
      }
    }
  }

  private Path path(StoredObject object) {
    return cache.resolve(object.key());
  }

  /** Whether it is there; then it is the one that was used last. */
  private boolean touched(StoredObject object) throws IOException {
    Path file = path(object);
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile() || attributes.size() != object.bytes()) {
        return false;
      }
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private Path copied(StoredObject object) throws IOException {
    if (!Spool.isName(object.key())) {
      throw new IOException("not the key of a spool's file");
    }
    Path file = path(object);
    Files.createDirectories(file.resolveSibling(".").normalize());
    Path draft = Files.createTempFile(cache, ".fetched", ".tmp");
    try {
      StoredObject got = store.get(object.key(), draft, object.bytes());
      Checksum checksum = Checksum.of(draft);
      if (checksum.bytes() != object.bytes() || got.to(checksum) == StoredObject.Likeness.OTHER) {
        throw new StoreException(
            StoreException.Kind.UNAVAILABLE, object.key() + ": arrived damaged", null);
      }
      Files.setLastModifiedTime(draft, FileTime.from(clock.instant()));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Deletes what was used longest ago, but none of these. */
  private void makeRoom(long most, Set<String> needed) throws IOException {
    NavigableSet<SpooledFile> files = copies();
    long bytes = files.stream().mapToLong(SpooledFile::bytes).sum();
    for (SpooledFile file : files) {
      if (bytes <= most) {
        return;
      }
      if (!needed.contains(file.name())) {
        Files.deleteIfExists(cache.resolve(file.name()));
        bytes -= file.bytes();
      }
    }
  }

  private NavigableSet<SpooledFile> copies() throws IOException {
    NavigableSet<SpooledFile> files = new TreeSet<>();
    Files.walkFileTree(
        cache,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            String name = cache.relativize(path).toString();
            if (attributes.isRegularFile() && Spool.isName(name)) {
              files.add(
                  new SpooledFile(
                      name, attributes.size(), attributes.lastModifiedTime().toInstant()));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException e) {
            return FileVisitResult.CONTINUE; // another program made room
          }
        });
    return files;
  }
}
