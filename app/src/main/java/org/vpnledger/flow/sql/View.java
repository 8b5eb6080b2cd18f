package org.vpnledger.flow.sql;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The tables that questions read. */
enum View {
  /** Every flow, from segments and journals. */
  FLOWS(Dataset.FLOWS, null),
  /** Sums: of whole hours from rollups, else each flow as a sum of one. */
  HOURS(Dataset.FLOWS, Rollup.Level.WHOLE),
  /** The same for questions about peers alone. */
  PEER_HOURS(Dataset.FLOWS, Rollup.Level.PEER),
  /** About hosts alone. */
  HOST_HOURS(Dataset.FLOWS, Rollup.Level.HOST),
  /** About protocols and ports alone. */
  SERVICE_HOURS(Dataset.FLOWS, Rollup.Level.SERVICE),
  /** Every answer of a name server. */
  DNS(Dataset.DNS, null),
  /** What peers moved, where nothing finer is logged. */
  TOTALS(Dataset.TOTALS, null);

  private final Dataset dataset;
  private final Rollup.@Nullable Level level;

  View(Dataset dataset, Rollup.@Nullable Level level) {
    this.dataset = dataset;
    this.level = level;
  }

  Dataset dataset() {
    return dataset;
  }

  /** Which rows of rollups it shows, absent if it shows none. */
  Rollup.@Nullable Level level() {
    return level;
  }

  /** Its name in SQL. */
  String table() {
    return name().toLowerCase(Locale.ROOT);
  }
}
