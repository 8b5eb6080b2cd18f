package org.vpnledger.doctor;

import java.io.IOException;
import java.util.List;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.StoreException;

/** Looks at something that the ledger tells. */
abstract class LedgerExamination implements Examination {
  final Premises premises;

  LedgerExamination(Premises premises) {
    this.premises = premises;
  }

  /** The same over a ledger that can be read. */
  abstract List<Finding> look(LedgerReader ledger) throws IOException;

  @Override
  public final List<Finding> look() throws IOException {
    try (LedgerReader ledger = premises.ledger()) {
      return look(ledger);
    } catch (StoreException e) {
      return List.of(); // WholeLedger says what the matter is with it
    }
  }
}
