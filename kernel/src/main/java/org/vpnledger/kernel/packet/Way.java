package org.vpnledger.kernel.packet;

/** Which way a packet went over an interface. */
public enum Way {
  /** It came in. */
  IN,
  /** This machine sent it. */
  OUT,
  /** Whoever noted the packet did not note that. */
  UNKNOWN
}
