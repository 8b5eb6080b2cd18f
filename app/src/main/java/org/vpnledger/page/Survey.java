package org.vpnledger.page;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.store.MachineRow;

/**
 * All that the page shows, as it was at one moment.
 *
 * @param gateway its name
 * @param at the moment
 * @param zone of all times
 * @param watched whether a daemon keeps the ledger: if none does, nobody is online for sure
 * @param asOf when a tunnel was read last, absent if never
 * @param failing the tunnels that cannot be read at present
 * @param known how many users there are, shown or not
 * @param online how many of them are online
 * @param rows those that are shown
 * @param total of all users
 * @param hours of all users together
 * @param days likewise
 * @param week the number of this week, as {@code 2026-W13}
 * @param month this month, as {@code 2026-03}
 * @param addresses how many different ones there were in the days of the rules
 * @param ledgerBytes the size of the ledger's file
 * @param machine the machine's own figures, absent if there are none of today
 */
public record Survey(
    String gateway,
    Instant at,
    ZoneId zone,
    boolean watched,
    @Nullable Instant asOf,
    List<String> failing,
    int known,
    int online,
    List<User> rows,
    Usage total,
    Bars hours,
    Bars days,
    String week,
    String month,
    int addresses,
    long ledgerBytes,
    @Nullable MachineRow machine,
    PageRules rules) {

  /** How many users are not shown. */
  int left() {
    return known - rows.size();
  }
}
