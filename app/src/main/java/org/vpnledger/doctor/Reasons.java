package org.vpnledger.doctor;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** Why something about a file did not work, for people. */
public final class Reasons {
  private Reasons() {}

  /** {@code /var/log/x: permission denied}. */
  public static String of(IOException e) {
    return switch (e) {
      case NoSuchFileException gone -> gone.getFile() + ": no such file";
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case FileAlreadyExistsException other -> other.getFile() + ": there is another file already";
      default -> String.valueOf(e.getMessage());
    };
  }
}
