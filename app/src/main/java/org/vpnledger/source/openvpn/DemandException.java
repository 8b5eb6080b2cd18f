package org.vpnledger.source.openvpn;

import java.io.Serial;

/** A server waits for a decision that is another program's to make: who only listens goes. */
final class DemandException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  /** With what it waits for, and what to do, one line for people. */
  DemandException(String advice) {
    super(advice);
  }
}
