package org.vpnledger.kernel.netlink;

import java.io.IOException;
import java.io.Serial;

/** Bytes that are not what the kernel would send. */
public final class MalformedMessageException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  /** With what is wrong, in one line. */
  public MalformedMessageException(String message) {
    super(message);
  }
}
