package org.vpnledger.flow.sql;

import java.io.Serial;

/** What was asked of the flow log cannot be answered: one line for people. */
public final class FlowProblem extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** Whose mistake it is. */
  public enum Cause {
    /** The question's. */
    QUESTION,
    /** The files', or the machine's. */
    FILES
  }

  private final Cause reason;

  /** With that line. */
  public FlowProblem(Cause reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Whose mistake it is. */
  public Cause reason() {
    return reason;
  }
}
