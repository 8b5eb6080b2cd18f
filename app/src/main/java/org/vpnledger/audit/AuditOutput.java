package org.vpnledger.audit;

import java.io.IOException;
import org.vpnledger.store.Cursors;
import org.vpnledger.store.LedgerReader;

/** Where committed events are told. Each has a cursor of its own. Used by one thread. */
public interface AuditOutput extends AutoCloseable {
  /** For the daemon's log, such as {@code audit log /var/log/wg_monitor.log}. */
  String name();

  /**
   * Tells of some of the events after its cursor, in their order, and moves it. A crash in between
   * repeats no line of a file.
   *
   * @return whether there may be more
   * @throws IOException with one line for people; nothing is lost, the next call goes on from there
   */
  boolean catchUp(LedgerReader reader, Cursors cursors) throws IOException;

  @Override
  default void close() {
    // most have nothing to let go of
  }
}
