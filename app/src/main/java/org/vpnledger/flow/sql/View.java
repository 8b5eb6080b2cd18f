package org.vpnledger.flow.sql;

/** The tables that questions read. */
enum View {
  /** Every flow, from segments and journals. */
  FLOWS,
  /** Sums: of whole hours from rollups, else each flow as a sum of one. */
  HOURS,
  /** Every answer of a name server. */
  DNS,
  /** What peers moved, where nothing finer is logged. */
  TOTALS
}
