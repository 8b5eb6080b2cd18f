package org.vpnledger.lab;

/** Bytes as the gateway counts them: received from a peer, sent to it. */
record Bytes(long rx, long tx) {
  static final Bytes NONE = new Bytes(0, 0);

  Bytes plus(Bytes more) {
    return new Bytes(rx + more.rx, tx + more.tx);
  }
}
