package org.vpnledger.source.openvpn;

import java.io.Serial;

/**
 * What was read is not what a server's status file promises: cut, garbled or hostile, or something
 * else altogether. The message is one line that begins with the number of the file's line where
 * that is known, and never repeats what was read.
 */
public sealed class MalformedStatusException extends Exception permits TornStatusException {
  @Serial private static final long serialVersionUID = 1;

  /** With a message as described above. */
  public MalformedStatusException(String message) {
    super(message);
  }
}
