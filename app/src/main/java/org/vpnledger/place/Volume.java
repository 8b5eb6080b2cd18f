package org.vpnledger.place;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.vpn.Address;

/**
 * One database of the operator's, opened again when its file was replaced. A new file that cannot
 * be used leaves the old one in use. What is the matter is told once.
 */
final class Volume implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Volume.class);

  /** What differs when a file was replaced or written anew. */
  private record Stamp(@Nullable Object key, FileTime modified, long size) {}

  private final Path path;
  private @Nullable Mmdb database;
  private @Nullable Stamp stamp;
  private String trouble = "";

  Volume(Path path) {
    this.path = path;
  }

  /** Opens the file if it is another one than before. */
  void refresh() {
    Stamp now;
    try {
      BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
      now = new Stamp(found.fileKey(), found.lastModifiedTime(), found.size());
    } catch (IOException e) {
      stamp = null;
      note(Files.exists(path) ? String.valueOf(e.getMessage()) : "no such file");
      return;
    }
    if (now.equals(stamp)) {
      return;
    }
    stamp = now;
    try {
      Mmdb opened = Mmdb.open(path);
      close();
      database = opened;
      trouble = "";
      LOG.info("place: {} is in use: {} of {}", path, opened.type(), opened.built());
    } catch (IOException e) {
      note(String.valueOf(e.getMessage()));
    }
  }

  private void note(String problem) {
    if (!problem.equals(trouble)) {
      trouble = problem;
      LOG.warn(
          "place: {}: {}{}",
          path,
          problem,
          database == null ? "" : "; the one from before stays in use");
    }
  }

  /** What it says of an address; nothing where it is broken. */
  Facts lookup(Address address) {
    Mmdb open = database;
    if (open == null) {
      return Facts.NONE;
    }
    try {
      Map<?, ?> record = open.lookup(address);
      return record == null ? Facts.NONE : Layout.read(record);
    } catch (IOException e) {
      note(String.valueOf(e.getMessage()));
      return Facts.NONE;
    }
  }

  boolean isOpen() {
    return database != null;
  }

  /** What it is, for people. */
  String name() {
    return database == null || database.type().isEmpty()
        ? path.getFileName().toString()
        : database.type();
  }

  /** Differs for another database. */
  String identity() {
    return database == null
        ? ""
        : database.type() + "/" + database.built().getEpochSecond() + "/" + database.bytes();
  }

  @Override
  public void close() {
    if (database != null) {
      database.close();
      database = null;
    }
  }
}
