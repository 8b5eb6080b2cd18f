package org.vpnledger.place;

import java.io.IOException;

/** A database that breaks the format; the message is one line for people, without the file. */
final class BrokenDatabaseException extends IOException {
  private static final long serialVersionUID = 1;

  BrokenDatabaseException(String message) {
    super(message);
  }
}
