package org.vpnledger.metrics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Samples in InfluxDB's line protocol, as its own reader of Prometheus has them: the metric is the
 * measurement, labels are tags, and the field is {@code value}.
 *
 * <pre>vpnledger_peer_online,gateway=gw1,name=Ann's\ phone,peer=2S7m…,tunnel=wg0 value=1i 1795…
 * </pre>
 */
public final class InfluxLines implements Samples {
  private final long nanos;
  private final List<String> lines = new ArrayList<>();
  private String measurement = "";

  /** All of one moment. */
  public InfluxLines(Instant at) {
    this.nanos = TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano();
  }

  @Override
  public void family(Family family) {
    measurement = escaped(family.name());
  }

  @Override
  public void sample(Labels labels, long value) {
    line(labels, value + "i");
  }

  @Override
  public void sample(Labels labels, double value) {
    if (Double.isFinite(value)) { // the protocol has nothing else
      line(labels, Double.toString(value));
    }
  }

  private void line(Labels labels, String value) {
    StringBuilder line = new StringBuilder(measurement);
    labels.forEach((name, text) -> {
      if (!text.isEmpty()) { // a tag without a value is a mistake there
        line.append(',').append(escaped(name)).append('=').append(escaped(text));
      }
    });
    lines.add(line.append(" value=").append(value).append(' ').append(nanos).toString());
  }

  /**
   * A line's end would end the line, and a backslash before the comma that divides tags would make
   * it part of the tag; the protocol has no escape for either.
   */
  private static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case ',', '=', ' ' -> out.append('\\').append(c);
        case '\\' -> out.append('\uff3c');
        default -> out.append(Character.isISOControl(c) ? '\ufffd' : c);
      }
    }
    return out.toString();
  }

  /** One line a sample, without its end. */
  public List<String> lines() {
    return lines;
  }
}
