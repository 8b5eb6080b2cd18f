package org.vpnledger.source;

import java.io.Serial;

/**
 * A look that told nothing. The message is one line for people: operation, subject, reason, and
 * what to do, as in {@code wg show all dump: permission denied: run as root}.
 */
public final class SourceException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final boolean malformed;

  /** With a message as described above. */
  public SourceException(String message) {
    this(message, false);
  }

  /**
   * With a message as described above.
   *
   * @param malformed whether there was an answer, and it was not what its format promises
   */
  public SourceException(String message, boolean malformed) {
    super(message);
    this.malformed = malformed;
  }

  /** The same, keeping the cause for the log at debug level. */
  public SourceException(String message, Throwable cause) {
    super(message, cause);
    this.malformed = false;
  }

  /** Whether there was an answer, and it was not what its format promises. */
  public boolean isMalformed() {
    return malformed;
  }
}
