package org.vpnledger.daemon;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.vpnledger.config.Settings;
import org.vpnledger.live.Snapshot;
import org.vpnledger.metrics.MetricsPages;
import org.vpnledger.metrics.MetricsRules;
import org.vpnledger.metrics.MindFlavorOptions;
import org.vpnledger.store.DataFolder;
import org.vpnledger.vpn.ObservationClock;

/** What shows a running daemon to others: its listeners, and what is written and pushed. */
final class Faces implements AutoCloseable {
  private final Listeners listeners;
  private final MetricsOutputs outputs;
  private final PageOutput page;

  private Faces(Listeners listeners, MetricsOutputs outputs, PageOutput page) {
    this.listeners = listeners;
    this.outputs = outputs;
    this.page = page;
  }

  static Faces open(
      Settings settings, Publisher publisher, ObservationClock clock, Console console) {
    AtomicReference<@Nullable Listeners> listening = new AtomicReference<>();
    MetricsPages metrics =
        new MetricsPages(
            publisher::latest,
            clock,
            rules(settings.metrics()),
            () -> {
              Listeners listeners = listening.get();
              return listeners == null ? Map.of() : listeners.answers();
            });
    Views views = new Views(settings, publisher::latest, clock, metrics);
    Listeners listeners = Listeners.open(settings.web(), views, console);
    listening.set(listeners);
    return new Faces(
        listeners,
        MetricsOutputs.start(settings, metrics),
        PageOutput.start(
            new DataFolder(settings.dataDir()),
            settings.page(),
            () -> {
              Snapshot latest = publisher.latest();
              return latest != null && latest.ready();
            },
            () -> clock.now().wall()));
  }

  static MetricsRules rules(Settings.Metrics metrics) {
    return new MetricsRules(
        metrics.dialects(),
        new MindFlavorOptions(
            metrics.separateAllowedIps(),
            metrics.remoteIpAndPort(),
            metrics.handshakeDelay(),
            metrics.friendlyNames()),
        metrics.lowCardinality(),
        metrics.maxSeries(),
        metrics.createdSeries(),
        Main.VERSION);
  }

  @Override
  public void close() {
    page.close();
    outputs.close();
    listeners.close();
  }
}
