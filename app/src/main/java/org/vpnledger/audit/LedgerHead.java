package org.vpnledger.audit;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.vpnledger.chain.Chain;
import org.vpnledger.chain.Head;
import org.vpnledger.chain.Link;
import org.vpnledger.store.ChainedRow;
import org.vpnledger.store.CheckpointRow;
import org.vpnledger.store.LedgerReader;

/** How far a ledger's chain has come. */
public final class LedgerHead {
  private LedgerHead() {}

  /**
   * The head of that moment.
   *
   * @throws IOException with one line when the last event has no hash
   */
  public static Head of(LedgerReader reader, Instant now) throws IOException {
    long last = reader.lastEvent();
    List<ChainedRow> rows = reader.chainedAfter(last - 1, 1);
    List<CheckpointRow> left = reader.checkpoints();
    Link link =
        last == 0
            ? new Chain().beginning(reader.gatewayId())
            : !rows.isEmpty()
                ? rows.getFirst().link()
                : left.isEmpty() ? null : left.getLast().link();
    if (link == null) {
      throw new IOException("event " + last + " is not whole: see 'audit verify'");
    }
    return new Head(reader.gatewayId(), reader.gatewayName(), last, link, now);
  }
}
