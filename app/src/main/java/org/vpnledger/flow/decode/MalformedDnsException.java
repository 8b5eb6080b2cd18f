package org.vpnledger.flow.decode;

import java.io.Serial;

/** Bytes that are no message of DNS; that is usual, so it costs no stack trace. */
final class MalformedDnsException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  MalformedDnsException() {
    super("no message of DNS", null, false, false);
  }
}
