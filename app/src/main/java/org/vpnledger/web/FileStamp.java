package org.vpnledger.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * What shows that a file is another than before.
 *
 * @param inode its device and inode; null if the file is not there
 */
record FileStamp(@Nullable Object inode, @Nullable FileTime modified, long size) {
  static FileStamp of(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileStamp(now.fileKey(), now.lastModifiedTime(), now.size());
    } catch (IOException _) {
      return new FileStamp(null, null, -1);
    }
  }
}
