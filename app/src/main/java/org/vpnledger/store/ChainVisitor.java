package org.vpnledger.store;

import org.jspecify.annotations.Nullable;

/** Takes events as the chain has them, one after the other: lean, since there may be millions. */
public interface ChainVisitor {
  /**
   * Takes one.
   *
   * @param line its canonical line, made of what is stored
   * @param hash as it is stored, whatever that is; the caller keeps it
   * @return whether to go on
   */
  boolean visit(long seq, String line, byte @Nullable [] hash);
}
