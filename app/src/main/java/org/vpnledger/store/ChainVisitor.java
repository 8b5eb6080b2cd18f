package org.vpnledger.store;

/** Takes events as the chain has them, one after the other: lean, since there may be millions. */
public interface ChainVisitor {
  /**
   * Takes one.
   *
   * @param line its canonical line in UTF-8, made of what is stored; good until this returns
   * @param length how many bytes of it
   * @param hash as it is stored, whatever that is, empty for none; the caller keeps it
   * @return whether to go on
   */
  boolean visit(long seq, byte[] line, int length, byte[] hash);
}
