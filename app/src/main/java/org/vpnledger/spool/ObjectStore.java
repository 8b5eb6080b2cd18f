package org.vpnledger.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where files go: objects by key. Calls end within a bounded time. Keys are those of {@link
 * SpooledFile#name}; a prefix is the store's own affair.
 */
public interface ObjectStore extends AutoCloseable {
  /** How a store is come by, at the first use. */
  interface Opener {
    /** Reaches out to nobody; what is wrong with the settings, it says. */
    ObjectStore open() throws StoreException;
  }

  /** What is there under that key. */
  Optional<StoredObject> head(String key) throws StoreException;

  /**
   * Stores a file with its checksum noted. What is under that key is replaced.
   *
   * @throws StoreException if it is not stored, or nobody knows
   */
  void put(String key, Path file, Checksum checksum) throws IOException;

  /**
   * Writes an object into a file, which is replaced.
   *
   * @param mostBytes with more, it fails
   * @throws StoreException also if there is none
   */
  StoredObject get(String key, Path file, long mostBytes) throws IOException;

  /**
   * The objects whose keys begin so, by key, without their checksums.
   *
   * @param most with more, it fails
   */
  List<StoredObject> list(String prefix, int most) throws StoreException;

  /**
   * The folders just below one, as parts of keys are called here that end with {@code /}: only
   * their names, in order.
   *
   * @param prefix empty, or with a {@code /} at its end
   * @param most with more, it fails
   */
  List<String> folders(String prefix, int most) throws StoreException;

  @Override
  void close();
}
