package org.vpnledger.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * A folder in place of a store, for what a real one cannot be made to do at will: to fail just
 * before or just after it has done something. The lab has the real one.
 */
public final class FolderStore implements ObjectStore {
  /** Where it fails. */
  enum Point {
    BEFORE_PUT,
    AFTER_PUT,
    AFTER_SECOND_HEAD
  }

  private final Path folder;
  private final Map<String, String> notes = new ConcurrentHashMap<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private volatile Optional<Point> failsOnce = Optional.empty();
  private volatile StoreException.Kind kind = StoreException.Kind.UNAVAILABLE;
  private volatile boolean forgetsNotes;
  private volatile String refused = "";

  /** In that folder, which is there. */
  public FolderStore(Path folder) {
    this.folder = folder;
  }

  void failOnceAt(Point point, StoreException.Kind as) {
    kind = as;
    failsOnce = Optional.of(point);
  }

  /** It keeps no metadata from now on, and its ETags are nothing. */
  void forgetNotes() {
    forgetsNotes = true;
  }

  void refuse(String key) {
    refused = key;
  }

  /** {@code put KEY} and so on, in order. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  byte[] content(String key) throws IOException {
    return Files.readAllBytes(folder.resolve(key));
  }

  List<String> keys() {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<StoredObject> head(String key) throws StoreException {
    calls.add("head " + key);
    try {
      Path file = folder.resolve(key);
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      StoredObject object =
          new StoredObject(
              key,
              Files.size(file),
              Instant.EPOCH,
              forgetsNotes ? "" : notes.getOrDefault(key, ""),
              "opaque");
      if (calls.contains("put " + key)) {
        failAt(Point.AFTER_SECOND_HEAD);
      }
      return Optional.of(object);
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void put(String key, Path file, Checksum checksum) throws IOException {
    failAt(Point.BEFORE_PUT);
    if (key.equals(refused)) {
      throw new StoreException(StoreException.Kind.REFUSED, "refused " + key, null);
    }
    calls.add("put " + key);
    Path target = folder.resolve(key);
    Files.createDirectories(target.resolveSibling(".").normalize());
    Files.copy(file, target);
    notes.put(key, checksum.sha256());
    failAt(Point.AFTER_PUT);
  }

  private void failAt(Point point) throws StoreException {
    if (failsOnce.equals(Optional.of(point))) {
      failsOnce = Optional.empty();
      throw new StoreException(kind, "failed " + point, null);
    }
  }

  @Override
  public StoredObject get(String key, Path file, long mostBytes) throws IOException {
    calls.add("get " + key);
    byte[] content = content(key);
    if (content.length > mostBytes) {
      throw new IOException("too large");
    }
    Files.write(file, content);
    return new StoredObject(
        key, content.length, Instant.EPOCH, notes.getOrDefault(key, ""), "opaque");
  }

  @Override
  public List<StoredObject> list(String prefix, int most) throws StoreException {
    calls.add("list " + prefix);
    List<StoredObject> found = new ArrayList<>();
    try {
      for (String key : keys()) {
        if (key.startsWith(prefix)) {
          found.add(
              new StoredObject(key, Files.size(folder.resolve(key)), Instant.EPOCH, "", "opaque"));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  @Override
  public List<String> folders(String prefix, int most) throws StoreException {
    calls.add("folders " + prefix);
    return keys().stream()
        .filter(key -> key.startsWith(prefix) && key.indexOf('/', prefix.length()) > 0)
        .map(key -> key.substring(prefix.length(), key.indexOf('/', prefix.length())))
        .distinct()
        .toList();
  }

  @Override
  public void close() {
    calls.add("close");
  }
}
