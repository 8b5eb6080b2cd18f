package org.vpnledger.lab;

/** Who is at the far end of a tunnel, in a namespace of its own. */
interface TunnelEnd {
  /** From 0; each of a server's has another one. */
  int number();

  Namespace namespace();
}
