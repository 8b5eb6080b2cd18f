package org.vpnledger.doctor;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why something about a file did not work, for people. */
final class Reasons {
  private Reasons() {}

  /** {@code /var/log/x: permission denied}. */
  static String of(IOException e) {
    return switch (e) {
      case NoSuchFileException gone -> gone.getFile() + ": no such file";
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case FileSystemException file ->
          file.getFile() + (file.getReason() == null ? "" : ": " + file.getReason());
      default -> String.valueOf(e.getMessage());
    };
  }
}
