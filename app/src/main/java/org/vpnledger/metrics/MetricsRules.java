package org.vpnledger.metrics;

import java.util.List;

/**
 * What is exported.
 *
 * @param dialects those of {@code /metrics} itself, in their order
 * @param mindFlavor that dialect's options
 * @param lowCardinality whether the own family is without series of peers
 * @param maxSeries how many series of peers one dialect may have
 * @param createdSeries whether OpenMetrics tells when counters began
 * @param version of the program
 */
public record MetricsRules(
    List<String> dialects,
    MindFlavorOptions mindFlavor,
    boolean lowCardinality,
    int maxSeries,
    boolean createdSeries,
    String version) {
  public MetricsRules {
    dialects = List.copyOf(dialects);
  }
}
