package org.vpnledger.metrics.push;

import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.vpnledger.metrics.MetricsPages;

/** Pushes by OTLP over HTTP, in protobuf, through OpenTelemetry's own exporter. */
public final class Otlp implements Target {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A collector takes 4 MiB or so in one request. */
  private static final int POINTS_AT_ONCE = 10_000;

  /** What it logs is told here, in one line; held, or it would be forgotten. */
  private static final java.util.logging.Logger NOISE =
      java.util.logging.Logger.getLogger("io.opentelemetry");

  static {
    NOISE.setLevel(java.util.logging.Level.OFF);
  }

  private final URI address;
  private final String version;
  private final InstantSource clock;
  private final OtlpHttpMetricExporter exporter;

  /**
   * To that address, as {@code http://127.0.0.1:4318/v1/metrics}.
   *
   * @param version of this program
   */
  public Otlp(URI address, Authorization authorization, String version, InstantSource clock) {
    this.address = address;
    this.version = version;
    this.clock = clock;
    this.exporter =
        OtlpHttpMetricExporter.builder()
            .setEndpoint(address.toString())
            .setCompression("gzip")
            .setTimeout(PATIENCE)
            .setConnectTimeout(PATIENCE)
            .setRetryPolicy(null) // the next push is the retry
            .setHeaders(() -> headers(authorization))
            .build();
  }

  private static Map<String, String> headers(Authorization authorization) {
    try {
      String value = authorization.value();
      return value.isEmpty() ? Map.of() : Map.of("Authorization", value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String name() {
    return "push.otlp_url";
  }

  @Override
  public void send(MetricsPages pages) throws IOException {
    OtlpSamples samples = new OtlpSamples(version, clock.instant());
    pages.samples(MetricsPages.DEFAULT, samples);
    for (List<MetricData> part : samples.parts(POINTS_AT_ONCE)) {
      CompletableResultCode result = exporter.export(part).join(15, TimeUnit.SECONDS);
      if (!result.isSuccess()) {
        Throwable why = result.getFailureThrowable();
        throw new IOException(shown() + ": " + reason(result, why), why);
      }
    }
  }

  private static String reason(CompletableResultCode result, @Nullable Throwable why) {
    if (!result.isDone()) {
      return "no answer in time";
    }
    Throwable root = why;
    while (root != null && root.getCause() != null) {
      root = root.getCause();
    }
    return switch (root) {
      case null -> "was not accepted";
      case java.nio.channels.ClosedChannelException _ -> "nobody listens there";
      case java.net.ConnectException _ -> "nobody listens there";
      default -> root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    };
  }

  private String shown() {
    return address.getScheme() + "://" + address.getHost() + ":" + address.getPort();
  }

  @Override
  public void close() {
    exporter.shutdown().join(1, TimeUnit.SECONDS);
  }
}
