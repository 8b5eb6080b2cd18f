package org.vpnledger.metrics;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;

/**
 * Samples as text, in the Prometheus format (version 0.0.4) or in OpenMetrics (1.0.0).
 *
 * <pre>
 * # HELP wireguard_sent_bytes_total Bytes sent to the peer
 * # TYPE wireguard_sent_bytes_total counter
 * wireguard_sent_bytes_total{interface="wg0",…} 3208804
 * </pre>
 *
 * <p>In OpenMetrics a counter's family is named without {@code _total}, and the text ends in {@code
 * # EOF}. A name that is not allowed for its type is kept, and its type is not told ({@code
 * untyped}, {@code unknown}): who replaces an exporter keeps its names.
 */
final class TextSamples implements Samples {
  private static final String TOTAL = "_total";

  private final Format format;
  private final boolean withCreated;
  private final Chunks out = new Chunks();
  private byte[] name = {};
  private byte[] created = {};

  /**
   * In that format.
   *
   * @param withCreated whether it is told when counters began, where the format has that
   */
  TextSamples(Format format, boolean withCreated) {
    this.format = format;
    this.withCreated = withCreated && format == Format.OPENMETRICS;
  }

  @Override
  public void family(Family family) {
    boolean total = family.name().endsWith(TOTAL);
    boolean counter = family.type() == Family.Type.COUNTER;
    String familyName = family.name();
    String type = family.type().word();
    if (counter != total) {
      type = format == Format.OPENMETRICS ? "unknown" : "untyped";
    } else if (counter && format == Format.OPENMETRICS) {
      familyName = familyName.substring(0, familyName.length() - TOTAL.length());
    }
    text("# HELP " + familyName + " " + escapedHelp(family.help()) + "\n");
    text("# TYPE " + familyName + " " + type + "\n");
    name = family.name().getBytes(UTF_8);
    created = (familyName + "_created").getBytes(UTF_8);
  }

  private String escapedHelp(String help) {
    String escaped = help.replace("\\", "\\\\").replace("\n", "\\n");
    return format == Format.OPENMETRICS ? escaped.replace("\"", "\\\"") : escaped;
  }

  @Override
  public void sample(Labels labels, long value) {
    out.write(name);
    out.write(labels.text());
    out.value(value);
  }

  @Override
  public void sample(Labels labels, double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      sample(labels, (long) value);
      return;
    }
    out.write(name);
    out.write(labels.text());
    out.write(' ');
    out.write(number(value).getBytes(US_ASCII));
    out.write('\n');
  }

  @Override
  public void sample(Labels labels, long value, Instant since) {
    sample(labels, value);
    if (withCreated) {
      out.write(created);
      out.write(labels.text());
      out.write(' ');
      out.number(since.getEpochSecond());
      out.write('.');
      text("%03d\n".formatted(since.getNano() / 1_000_000));
    }
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return Double.toString(value);
  }

  private void text(String text) {
    out.write(text.getBytes(UTF_8));
  }

  /** The whole text; nothing may be written after. */
  List<byte[]> finish() {
    if (format == Format.OPENMETRICS) {
      text("# EOF\n");
    }
    return out.finish();
  }
}
