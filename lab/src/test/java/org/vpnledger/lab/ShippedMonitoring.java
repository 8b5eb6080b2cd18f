package org.vpnledger.lab;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The shipped examples for Prometheus and Alertmanager, with other ports and in a hurry. What is to
 * be replaced must be there: otherwise something else than what is shipped would be tried.
 */
final class ShippedMonitoring {
  private static final String FOLDER = "dist/prometheus/";

  private ShippedMonitoring() {}

  /** Prometheus' configuration: it scrapes and judges each second. */
  static String prometheus(int gatewayPort, int alertmanagerPort) {
    String config = read("prometheus.yml");
    config = replaced(config, "interval: 30s", "interval: 1s");
    config = replaced(config, "'127.0.0.1:9586'", "'127.0.0.1:" + gatewayPort + "'");
    // The network of the lab.
    config = replaced(config, "10\\.10\\.0\\.", "10\\.77\\.0\\.");
    return replaced(config, "'127.0.0.1:9093'", "'127.0.0.1:" + alertmanagerPort + "'");
  }

  /**
   * The rule files that it names. Alerts wait for a second instead of minutes: how long they wait
   * is tried by promtool, where time costs nothing, and what they wait for comes from a real
   * gateway here. Ranges of rates stay as they are, since rates are right before their range is
   * full.
   */
  static Map<String, String> rules() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("recording.rules.yml", read("recording.rules.yml"));
    String alerts = read("alerts.rules.yml");
    files.put("alerts.rules.yml", alerts.replaceAll("(?m)^( +for:) \\d+[smhd]$", "$1 1s"));
    if (files.containsValue(alerts)) {
      throw new AssertionError("no alert waits");
    }
    return files;
  }

  /** Alertmanager's configuration, which tells this receiver, and does so at once. */
  static String alertmanager(int receiverPort) {
    String config = read("alertmanager.yml");
    config = replaced(config, "group_wait: 30s", "group_wait: 0s");
    config = replaced(config, "group_interval: 5m", "group_interval: 1s");
    return replaced(config, "http://127.0.0.1:8080/", "http://127.0.0.1:" + receiverPort + "/");
  }

  private static String read(String file) {
    return PromRules.text(Surroundings.source(FOLDER + file));
  }

  private static String replaced(String text, String shipped, String here) {
    if (!text.contains(shipped)) {
      throw new AssertionError(shipped + " is not in: " + text);
    }
    return text.replace(shipped, here);
  }
}
