package org.vpnledger.lab;

/**
 * What a dashboard asks of Prometheus.
 *
 * @param dashboard its file's name
 * @param where the title of the panel, or the name of the annotation or variable
 * @param expression PromQL without any variable of Grafana
 * @param instant whether it is asked for one moment, at the end of what is shown, and not for many
 */
record DashboardQuery(
    String dashboard, Kind kind, String where, String expression, boolean instant) {
  enum Kind {
    PANEL,
    ANNOTATION,
    VARIABLE
  }

  @Override
  public String toString() {
    return "%s, %s '%s': %s".formatted(dashboard, kind, where, expression);
  }
}
