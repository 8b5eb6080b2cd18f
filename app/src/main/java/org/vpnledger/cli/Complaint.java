package org.vpnledger.cli;

import java.io.Serial;

/** What was asked cannot be answered: one line for people that says what to do. Exit code 1. */
public final class Complaint extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** With that line. */
  public Complaint(String message) {
    super(message);
  }
}
