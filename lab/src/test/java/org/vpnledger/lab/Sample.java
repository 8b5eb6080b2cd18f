package org.vpnledger.lab;

import java.util.Map;

/**
 * A value that Prometheus has.
 *
 * @param labels all of them, the metric's name as {@code __name__}
 */
record Sample(Map<String, String> labels, double value) {
  /** The label's value, "" if it has none, as for Prometheus itself. */
  String label(String name) {
    return labels.getOrDefault(name, "");
  }
}
