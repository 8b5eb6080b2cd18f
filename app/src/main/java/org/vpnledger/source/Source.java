package org.vpnledger.source;

import java.time.Duration;
import java.util.List;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;

/**
 * One configured way of reading tunnels. A source is used by one thread at a time; a source that
 * fails or hangs never delays another, because each has a thread of its own.
 */
public interface Source extends AutoCloseable {

  /** Unique within the gateway; part of each tunnel's identity, so it must not change lightly. */
  String name();

  /** Whether looking means to read tunnels, and not only to take what somebody else tells. */
  default boolean readsTunnels() {
    return true;
  }

  /**
   * Looks once.
   *
   * @return for each tunnel that is there a {@code Read} (before it a {@code Born} when it was not
   *     there at the last look), for one that could not be read a {@code ReadFailed}, and for one
   *     that has certainly disappeared a {@code Gone}, once
   * @throws SourceException when nothing can be said of any tunnel
   */
  List<Observation> poll() throws SourceException, InterruptedException;

  /**
   * Waits until the next look is due, or until there is a reason to look earlier.
   *
   * @param atMost how long until the next look is due
   */
  default void await(Duration atMost) throws InterruptedException {
    Thread.sleep(atMost);
  }

  /**
   * What it told is in the ledger for good, up to the observations of that moment. Whatever it was
   * told in turn may be forgotten. By any thread.
   */
  default void kept(Moment upTo) {}

  /** Frees what the source holds; idempotent. */
  @Override
  void close();
}
