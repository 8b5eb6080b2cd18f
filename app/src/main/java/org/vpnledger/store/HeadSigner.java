package org.vpnledger.store;

import org.vpnledger.chain.Head;

/** Vouches for a head that events are deleted up to. */
public interface HeadSigner {
  /** The signed head as text. */
  String sign(Head head);
}
