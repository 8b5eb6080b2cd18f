package org.vpnledger.audit;

import java.util.List;
import org.vpnledger.store.EventRow;

/** An event as one datagram for a log that others keep. Pure, and for any thread. */
public interface EventFormat {
  /** Who writes, for logs that many write to. */
  String IDENTIFIER = "vpnledger";

  /**
   * The datagram, whole.
   *
   * @param message what people read; what is not fit for one line is replaced
   * @param more what is known of the event beyond its row, {@code chain_sha256} say
   */
  byte[] format(EventRow row, String message, List<EventField> more);
}
