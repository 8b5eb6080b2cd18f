package org.vpnledger.source.wireguard;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Epoch;

/** The folder in which userspace implementations put a socket for each of their interfaces. */
record SocketFolder(Path path) {
  private static final String SUFFIX = ".sock";

  /** The sockets by interface; files that are no interface's are passed over. */
  SortedMap<String, Path> sockets() throws IOException {
    TreeMap<String, Path> sockets = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*" + SUFFIX)) {
      for (Path file : files) {
        String fileName = String.valueOf(file.getFileName());
        String name = fileName.substring(0, fileName.length() - SUFFIX.length());
        if (InterfaceName.isValid(name)) {
          sockets.put(name, file);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException e) {
      // No implementation has ever run here: no sockets.
    }
    return sockets;
  }

  /**
   * The life of a socket, which is that of the process behind it and of its counters: inode and
   * birth, as an inode's number is soon used again.
   *
   * @return absent when there is no socket
   */
  static @Nullable Epoch epoch(Path socket) {
    try {
      Map<String, Object> facts =
          Files.readAttributes(
              socket, "unix:ino,lastModifiedTime,isOther", LinkOption.NOFOLLOW_LINKS);
      if (facts.get("isOther") instanceof Boolean isOther
          && isOther
          && facts.get("lastModifiedTime") instanceof FileTime birth) {
        return new Epoch("socket", facts.get("ino") + "/" + birth.to(TimeUnit.NANOSECONDS));
      }
      return null;
    } catch (IOException e) {
      return null;
    }
  }
}
