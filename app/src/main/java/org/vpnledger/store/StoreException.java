package org.vpnledger.store;

import java.io.Serial;

/**
 * The store could not do what was asked. The message is one line for people that says what to do.
 */
public final class StoreException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** Why, which decides what the daemon does about it. */
  public enum Reason {
    /** There is no ledger yet. */
    ABSENT,
    /** No room on the disk: try again later. */
    FULL,
    /** Another process holds it: try again. */
    BUSY,
    /** The file is not a whole database any more. */
    CORRUPT,
    /** Written by a newer version of the program. */
    NEWER,
    /** The user may not. */
    DENIED,
    /** Anything else. */
    OTHER
  }

  private final Reason reason;

  /** With one line for people. */
  public StoreException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** The same, keeping the cause for the log. */
  public StoreException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
