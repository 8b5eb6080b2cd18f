package org.vpnledger.spool;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Why a store did not do what it was asked: one line for people, without secrets. */
public final class StoreException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  /** What follows from it. */
  public enum Kind {
    /** Nobody answers, not in time, or not now: the same may work soon. */
    UNAVAILABLE,
    /** Credentials, bucket, region or rights are wrong: somebody must do something. */
    DENIED,
    /** This one object is not taken; others may be. */
    REFUSED
  }

  private final Kind kind;

  /** With its line. */
  public StoreException(Kind kind, String line, @Nullable Throwable cause) {
    super(line, cause);
    this.kind = kind;
  }

  /** What follows. */
  public Kind kind() {
    return kind;
  }
}
