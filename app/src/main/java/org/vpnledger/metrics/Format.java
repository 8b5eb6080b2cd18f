package org.vpnledger.metrics;

/** The two text formats that Prometheus reads. */
public enum Format {
  /** The Prometheus text format, which everything reads. */
  PROMETHEUS("text/plain; version=0.0.4; charset=utf-8"),
  /** OpenMetrics 1.0, which tells when a counter began, and ends with a mark. */
  OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

  private final String contentType;

  Format(String contentType) {
    this.contentType = contentType;
  }

  /** The value of {@code Content-Type}. */
  public String contentType() {
    return contentType;
  }
}
