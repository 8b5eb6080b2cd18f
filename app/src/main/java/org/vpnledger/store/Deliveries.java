package org.vpnledger.store;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.EventType;

/**
 * How far a reaction is that delivers each event by itself, and not always in the order of all. The
 * ledger's events are the queue; this remembers what of it is done. One thread uses it, beside the
 * ledger's writer. Errors: {@link StoreException}.
 */
public interface Deliveries extends AutoCloseable {

  /**
   * How far a queue is.
   *
   * @param settled every event up to this one is delivered, given up or of no concern
   * @param delivered how many events were delivered since the queue began
   * @param retried how many attempts failed and were followed by another
   * @param failed how many events were given up
   */
  record Progress(long settled, long delivered, long retried, long failed) {}

  /**
   * An event after {@link Progress#settled} of which more is known than that it waits.
   *
   * @param seq the event's number
   * @param settled whether it is delivered or given up
   * @param attempts how often it was tried
   * @param notBefore when it may be tried again, absent for at once
   */
  record Delivery(long seq, boolean settled, int attempts, @Nullable Instant notBefore) {}

  /** How far it is; absent if it has not begun in this ledger. */
  @Nullable Progress progress();

  /**
   * Begins with the next event, unless it has begun already.
   *
   * @param events which are delivered from now on
   */
  Progress begin(Set<EventType> events);

  /** What is known of events after the first number and up to the second. */
  List<Delivery> between(long after, long upTo);

  /** Takes note of progress, all or nothing; it survives a power cut. */
  void save(Progress progress, List<Delivery> changed);

  /** Gives the queue up: whatever waits in it is delivered no more. */
  void forget();

  @Override
  void close();
}
