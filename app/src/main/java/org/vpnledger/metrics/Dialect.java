package org.vpnledger.metrics;

/**
 * What one exporter exports, under its names. Keeps what it may use again, so it is used by one
 * thread at a time.
 */
interface Dialect {
  /** As the settings and the path name it. */
  String name();

  /** Writes all families. */
  void write(View view, Samples out);

  /** How many peers the last page had no room for. */
  default int cut() {
    return 0;
  }

  /**
   * Whether it shows tunnels as they were last read, and has no place to say that they were not.
   */
  default boolean showsTunnels() {
    return true;
  }

  /** Whether even a page without a sample of a peer says what is the matter. */
  default boolean tellsOfFailure() {
    return false;
  }
}
