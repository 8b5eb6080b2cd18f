package org.vpnledger.daemon;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.config.Settings;
import org.vpnledger.health.HealthJson;
import org.vpnledger.health.Verdict;
import org.vpnledger.ledger.TunnelState;
import org.vpnledger.live.Snapshot;
import org.vpnledger.metrics.MetricsPages;
import org.vpnledger.metrics.Rendering;
import org.vpnledger.vpn.ObservationClock;
import org.vpnledger.web.Answer;
import org.vpnledger.web.Page;
import org.vpnledger.web.Request;

/** What the listener answers: metrics, health and peers, each made of the latest snapshot. */
final class Views {
  private static final Logger LOG = LoggerFactory.getLogger(Views.class);
  private static final String JSON = "application/json";

  private final Supplier<@Nullable Snapshot> latest;
  private final ObservationClock clock;
  private final MetricsPages metrics;
  private final Set<String> expected;

  Views(
      Settings settings,
      Supplier<@Nullable Snapshot> latest,
      ObservationClock clock,
      MetricsPages metrics) {
    this.latest = latest;
    this.clock = clock;
    this.metrics = metrics;
    this.expected = expected(settings);
  }

  /** The interfaces that the settings name. */
  static Set<String> expected(Settings settings) {
    Set<String> named = new TreeSet<>(settings.interfaces());
    if (named.isEmpty()) {
      settings.sources().forEach(source -> named.addAll(source.interfaces()));
    }
    return named;
  }

  /** Everything. */
  Map<String, Page> all() {
    Map<String, Page> pages = new LinkedHashMap<>();
    pages.put("/metrics", request -> metrics(MetricsPages.DEFAULT, request));
    for (String name : metrics.names()) {
      pages.put("/metrics/" + name, request -> metrics(name, request));
    }
    pages.putAll(health());
    return pages;
  }

  /** Health and peers, as the guide has them on a port of their own. */
  Map<String, Page> health() {
    Map<String, Page> pages = new LinkedHashMap<>();
    pages.put("/health", this::healthOrReason);
    pages.put("/health/live", _ -> live());
    pages.put("/health/ready", _ -> ready());
    pages.put("/peers", this::peers);
    return pages;
  }

  private Answer metrics(String page, Request request) {
    Rendering rendering = metrics.page(page, request.accept(), request.takesGzip());
    return new Answer(
        rendering.status(),
        rendering.contentType(),
        rendering.gzipped() ? "gzip" : null,
        rendering.body());
  }

  /** Whoever asks for health gets a word on it, never a 500. */
  private Answer healthOrReason(Request request) {
    try {
      return health(request);
    } catch (RuntimeException e) {
      LOG.warn("health: unexpected error, please report it: {}", e.toString());
      LOG.debug("health", e);
      Verdict.Problem problem = new Verdict.Problem(null, "unexpected error: " + e);
      return json(503, HealthJson.health(new Verdict(List.of(), List.of(problem)), null));
    }
  }

  private Answer health(Request request) {
    Snapshot snapshot = latest.get();
    Verdict verdict = Verdict.of(snapshot, clock.now(), expected, only(request));
    return json(verdict.isHealthy() ? 200 : 503, HealthJson.health(verdict, snapshot));
  }

  /** The interface that is asked for, absent for all. */
  private static @Nullable String only(Request request) {
    String name = request.query().getOrDefault("interface", "");
    return name.isEmpty() ? null : name;
  }

  private Answer live() {
    return Verdict.isAlive(latest.get(), clock.now())
        ? Answer.text(200, "alive")
        : Answer.text(503, "the daemon hangs");
  }

  private Answer ready() {
    Snapshot snapshot = latest.get();
    return snapshot != null && snapshot.ready()
        ? Answer.text(200, "ready")
        : Answer.text(503, "the daemon has not read its sources yet");
  }

  private Answer peers(Request request) {
    Snapshot snapshot = latest.get();
    String only = only(request);
    List<TunnelState> tunnels = new ArrayList<>();
    if (snapshot != null) {
      snapshot.tunnels().stream()
          .filter(tunnel -> snapshot.isCurrent(tunnel, clock.now()))
          .filter(tunnel -> only == null || tunnel.id().interfaceName().equals(only))
          .forEach(tunnels::add);
    }
    if (tunnels.isEmpty()) {
      Verdict verdict = Verdict.of(snapshot, clock.now(), expected, only);
      if (!verdict.isHealthy()) {
        return json(503, HealthJson.health(verdict, snapshot));
      }
    }
    return json(200, HealthJson.peers(tunnels));
  }

  private static Answer json(int status, byte[] body) {
    byte[] end = "\n".getBytes(StandardCharsets.US_ASCII);
    return new Answer(status, JSON, null, List.of(body, end));
  }
}
