package org.vpnledger.daemon;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.vpnledger.cli.Complaint;
import org.vpnledger.config.Settings;

/** Settings of what shows the daemon to others, as far as they can be wrong together. */
final class ViewSettings {
  private ViewSettings() {}

  /** Throws {@link Complaint} with one line that says which key is wrong and what to do. */
  static void requireSound(Settings settings) {
    Listeners.requireAllowed(settings);
    FlowSettings.requireSound(settings);
    dialects(settings.metrics().dialects());
    settings.metrics().textfile().ifPresent(ViewSettings::textfile);
    page(settings.page());
    address("push.otlp_url", settings.push().otlpUrl());
    address("push.influx_url", settings.push().influxUrl());
    address("place.lookup_url", settings.place().lookupUrl().replace("{ip}", "192.0.2.1"));
  }

  private static void dialects(List<String> dialects) {
    if (dialects.isEmpty() || dialects.contains("")) {
      throw new Complaint("metrics.dialects: name at least one, or leave the key out");
    }
    if (new HashSet<>(dialects).size() < dialects.size()) {
      throw new Complaint("metrics.dialects: names one of them twice");
    }
    if (dialects.contains("mdlayher") && dialects.contains("wgportal")) {
      throw new Complaint(
          "metrics.dialects: mdlayher and wgportal have metrics of one name: leave one of them to"
              + " its own page, /metrics/mdlayher or /metrics/wgportal");
    }
  }

  private static void textfile(Path file) {
    if (!file.toString().endsWith(".prom")) {
      throw new Complaint(
          "metrics.textfile: " + file + ": the collector reads names that end in .prom only");
    }
    noFolder("metrics.textfile", file);
  }

  private static void page(Settings.StatisticsPage page) {
    page.html().ifPresent(file -> noFolder("page.html_path", file));
    page.text().ifPresent(file -> noFolder("page.text_path", file));
    if (page.html().isPresent() && page.html().equals(page.text())) {
      throw new Complaint("page.html_path and page.text_path name one file: choose two");
    }
  }

  private static void noFolder(String key, Path file) {
    if (Files.isDirectory(file)) {
      throw new Complaint(key + ": " + file + " is a folder: name a file in it");
    }
  }

  /** The address is not repeated: it may hold a secret. */
  private static void address(String key, String text) {
    if (text.isEmpty()) {
      return;
    }
    try {
      URI address = new URI(text);
      if (address.getUserInfo() != null || text.substring(text.indexOf("//") + 2).contains("@")) {
        throw new Complaint(key + ": no user or password in the address: use a token file");
      }
      if (address.getHost() == null) {
        throw new Complaint(key + ": expected http://HOST:PORT/PATH");
      }
    } catch (URISyntaxException e) {
      throw new Complaint(key + ": is no address: " + e.getReason());
    }
  }
}
