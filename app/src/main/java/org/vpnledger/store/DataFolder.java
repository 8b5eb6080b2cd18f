package org.vpnledger.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.vpnledger.store.StoreException.Reason;

/** The folder that a ledger lives in, and the lock that lets one daemon use it. */
public record DataFolder(Path path) {
  /**
   * The folders that this very process holds. To close any other channel on a locked file lets go
   * of the process's lock (POSIX, fcntl), so that the file of one of these must not be opened.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /** The database. */
  public Path database() {
    return path.resolve("ledger.db");
  }

  /** The size of the ledger's file with its log, bytes; 0 if it cannot be told. */
  public long databaseBytes() {
    return size(database()) + size(path.resolve("ledger.db-wal"));
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // the log is there only while somebody writes
    }
  }

  /** The file that a running daemon holds a lock on. */
  public Path lockFile() {
    return path.resolve("lock");
  }

  /** The socket on which a running daemon takes requests. */
  public Path controlSocket() {
    return path.resolve("control.sock");
  }

  /** The folder in which {@code vpnledger hook openvpn} notes the ends of connections. */
  public Path openVpnEnds() {
    return path.resolve("openvpn");
  }

  /**
   * Makes that folder, if it is missing, for the group that may look into this one. Who may not
   * give it to that group has it for their own, which is enough for a server that is theirs.
   *
   * @return what a server that runs as somebody else lacks then, one line; absent if nothing
   */
  public @Nullable String createOpenVpnEnds() {
    try {
      if (Files.notExists(openVpnEnds())) {
        Files.createDirectory(openVpnEnds());
        Files.setPosixFilePermissions(openVpnEnds(), PosixFilePermissions.fromString("rwxrwx---"));
        GroupPrincipal group = group(path);
        if (!group.equals(group(openVpnEnds()))) { // the service's sandbox knows no chown
          return give(openVpnEnds(), group);
        }
      }
      return null;
    } catch (IOException e) {
      throw new StoreException(
          Reason.OTHER, openVpnEnds() + " cannot be made: " + e.getMessage(), e);
    }
  }

  private static @Nullable String give(Path folder, GroupPrincipal group) {
    try {
      Files.getFileAttributeView(folder, PosixFileAttributeView.class).setGroup(group);
      return null;
    } catch (IOException e) {
      return "%s does not belong to the group %s: as root, chgrp %s %s lets 'vpnledger hook' of a server write there"
          .formatted(folder, group.getName(), group.getName(), folder);
    }
  }

  private static GroupPrincipal group(Path of) throws IOException {
    return Files.readAttributes(of, PosixFileAttributes.class).group();
  }

  /** Makes the folder, mode 0750, if it is missing. */
  public void create() {
    try {
      Files.createDirectories(path);
      if (Files.getPosixFilePermissions(path)
          .equals(PosixFilePermissions.fromString("rwxr-xr-x"))) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-x---"));
      }
    } catch (AccessDeniedException e) {
      throw new StoreException(Reason.DENIED, denied(), e);
    } catch (FileAlreadyExistsException e) {
      throw new StoreException(
          Reason.OTHER, "data folder " + path + " is a file: name a folder with --data-dir", e);
    } catch (FileSystemException e) {
      throw new StoreException(
          Reason.OTHER,
          "data folder "
              + path
              + ": "
              + (e.getReason() == null ? "cannot be made" : e.getReason())
              + ": choose another with --data-dir",
          e);
    } catch (IOException e) {
      throw new StoreException(Reason.OTHER, "data folder " + path + ": " + e.getMessage(), e);
    }
  }

  /** Whether a daemon is using the folder at this moment. */
  public boolean isInUse() {
    if (HELD.contains(real())) {
      return true;
    }
    Path file = lockFile();
    if (!Files.isReadable(file)) {
      return false; // who may not read it cannot tell, and is told "as of" then
    }
    // A shared lock needs only reading, and fails while a daemon holds its exclusive one.
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Held by the daemon for as long as it runs. */
  public static final class Lock implements AutoCloseable {
    private final Path folder;
    private final FileChannel channel;

    private Lock(Path folder, FileChannel channel) {
      this.folder = folder;
      this.channel = channel;
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new StoreException(Reason.OTHER, "lock: " + e.getMessage(), e);
      } finally {
        HELD.remove(folder);
      }
    }
  }

  /**
   * Takes the lock, absent if another daemon has it. Tries for half a second, since {@link
   * #isInUse} holds it for a moment.
   */
  public @Nullable Lock tryLock() throws InterruptedException {
    Path folder = real();
    if (!HELD.add(folder)) {
      return null;
    }
    Lock lock = null;
    try {
      lock = tryLock(folder);
      return lock;
    } finally {
      if (lock == null) {
        HELD.remove(folder);
      }
    }
  }

  private @Nullable Lock tryLock(Path folder) throws InterruptedException {
    Path file = lockFile();
    for (int attempt = 0; attempt < 5; attempt++) {
      try {
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (isLocked(channel)) {
          return new Lock(folder, channel);
        }
        channel.close();
      } catch (AccessDeniedException e) {
        throw new StoreException(Reason.DENIED, denied(), e);
      } catch (IOException e) {
        throw new StoreException(Reason.OTHER, "lock " + file + ": " + e.getMessage(), e);
      }
      Thread.sleep(100);
    }
    return null;
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // another thread looks whether it is in use at this very moment
    }
  }

  private Path real() {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize(); // there is no such folder, and so no lock either
    }
  }

  private String denied() {
    return "data folder "
        + path
        + ": permission denied: run as root, or choose another with --data-dir";
  }
}
