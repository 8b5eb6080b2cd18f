package org.vpnledger.metrics.push;

import java.io.IOException;
import org.vpnledger.metrics.MetricsPages;

/** Where metrics go by themselves. Used by one thread; loses nothing but what it could not send. */
public interface Target extends AutoCloseable {
  /** For messages. */
  String name();

  /**
   * Sends what is known now.
   *
   * @throws IOException with one line for people; the next attempt sends what is known then
   */
  void send(MetricsPages pages) throws IOException, InterruptedException;

  @Override
  void close();
}
