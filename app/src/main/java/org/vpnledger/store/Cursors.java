package org.vpnledger.store;

import org.jspecify.annotations.Nullable;

/**
 * How far reactions have come. Each process has one thread that uses one of these; the ledger's
 * writer goes on beside it. Errors: {@link StoreException}.
 */
public interface Cursors extends AutoCloseable {

  /** How far a reaction has come, absent before its first time. */
  @Nullable String cursor(String reaction);

  /** Remembers how far a reaction has come; it survives a power cut. */
  void moveCursor(String reaction, String value);

  @Override
  void close();
}
