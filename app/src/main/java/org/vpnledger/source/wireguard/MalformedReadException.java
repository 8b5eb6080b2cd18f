package org.vpnledger.source.wireguard;

import java.io.Serial;

/**
 * What was read is not what the format promises: cut, garbled or hostile. The message is one line
 * and never repeats what was read, because that may be a key.
 */
public final class MalformedReadException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  /** With a message as described above. */
  public MalformedReadException(String message) {
    super(message);
  }
}
