package org.vpnledger.source.openvpn;

import java.io.Serial;

/**
 * The file was read while the server wrote it: the server overwrites it line by line and cuts off
 * the rest at last. A moment later the same file may be whole.
 */
public final class TornStatusException extends MalformedStatusException {
  @Serial private static final long serialVersionUID = 1;

  /** With one line for people. */
  public TornStatusException(String message) {
    super(message);
  }
}
