package org.vpnledger.metrics;

/**
 * A metric: samples that differ in their labels.
 *
 * @param name as samples carry it; a counter's ends in {@code _total} where its exporter does so
 * @param type counter or gauge
 * @param help one line
 */
public record Family(String name, Type type, String help) {
  /** What its samples are. */
  public enum Type {
    /** Grows, or begins again at 0. */
    COUNTER("counter"),
    /** May be anything. */
    GAUGE("gauge");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    /** As the formats write it. */
    public String word() {
      return word;
    }
  }

  static Family counter(String name, String help) {
    return new Family(name, Type.COUNTER, help);
  }

  static Family gauge(String name, String help) {
    return new Family(name, Type.GAUGE, help);
  }
}
