package org.vpnledger.metrics;

import java.util.Locale;

/** Which format an {@code Accept} header asks for, RFC 9110 section 12.5.1. */
final class Negotiation {
  private static final int MOST_RANGES = 32;

  private Negotiation() {}

  /** OpenMetrics if it is wanted at least as much as plain text; text for who says nothing. */
  static Format format(String accept) {
    double open = -1;
    double text = -1;
    double any = -1;
    for (String range : accept.toLowerCase(Locale.ROOT).split(",", MOST_RANGES)) {
      String[] parts = range.split(";", MOST_RANGES);
      double quality = quality(parts);
      switch (parts[0].strip()) {
        case "application/openmetrics-text" ->
            open = isKnown(parts) ? Math.max(open, quality) : open;
        case "text/plain" -> text = Math.max(text, quality);
        case "*/*", "text/*" -> any = Math.max(any, quality);
        default -> {} // nothing that is spoken here
      }
    }
    return open > 0 && open >= (text < 0 ? any : text) ? Format.OPENMETRICS : Format.PROMETHEUS;
  }

  private static boolean isKnown(String[] parameters) {
    String version = parameter(parameters, "version");
    return version.isEmpty() || version.equals("1.0.0") || version.equals("0.0.1");
  }

  private static double quality(String[] parameters) {
    String quality = parameter(parameters, "q");
    try {
      return quality.isEmpty() ? 1 : Math.clamp(Double.parseDouble(quality), 0.0, 1.0);
    } catch (NumberFormatException e) {
      return 0; // who cannot say how much it is wanted does not get it
    }
  }

  private static String parameter(String[] parts, String name) {
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i].strip();
      if (part.startsWith(name + "=")) {
        return part.substring(name.length() + 1).strip();
      }
    }
    return "";
  }
}
