package org.vpnledger.page;

import org.vpnledger.ledger.Amount;

/**
 * What was moved in the periods that the page shows.
 *
 * @param week from Monday
 * @param thirtyDays today and the 29 days before
 */
record Usage(Amount today, Amount week, Amount month, Amount thirtyDays) {
  static final Usage NONE = new Usage(Amount.ZERO, Amount.ZERO, Amount.ZERO, Amount.ZERO);

  Usage plus(Usage more) {
    return new Usage(
        today.plus(more.today),
        week.plus(more.week),
        month.plus(more.month),
        thirtyDays.plus(more.thirtyDays));
  }

  boolean isNothing() {
    return month.isZero() && thirtyDays.isZero();
  }

  /** Both directions, bytes. */
  static long total(Amount amount) {
    return amount.rxBytes() + amount.txBytes();
  }
}
