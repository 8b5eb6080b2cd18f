package org.vpnledger.container;

import java.io.Serial;

/** A container could not be found. The message is one line for people that says what to do. */
public final class ContainerException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  /** With that line. */
  public ContainerException(String message) {
    super(message);
  }
}
