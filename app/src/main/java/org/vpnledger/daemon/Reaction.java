package org.vpnledger.daemon;

import java.io.IOException;
import java.time.Duration;

/** What follows committed events behind a cursor of its own. Used by one thread. */
interface Reaction extends AutoCloseable {
  /** For the log: {@code audit log}. */
  String name();

  /**
   * Does what the events ask for that were committed since the last time. Must not take long over
   * one event; what takes longer goes on beside it.
   *
   * @return how soon it wants to be called again although no event comes
   * @throws IOException with one line for people; nothing is lost, the next call catches up
   */
  Duration catchUp() throws IOException, InterruptedException;

  /** Opens its files again where they are now: somebody may have put them aside (SIGHUP). */
  default void reopen() throws IOException {}

  /** Lets go of files and processes; what is not done is caught up with at the next start. */
  @Override
  void close();
}
