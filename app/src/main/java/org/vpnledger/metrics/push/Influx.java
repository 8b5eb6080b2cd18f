package org.vpnledger.metrics.push;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.vpnledger.metrics.InfluxLines;
import org.vpnledger.metrics.MetricsPages;

/**
 * Pushes to InfluxDB, 1 ({@code /write?db=…}) or 2 and later ({@code /api/v2/write?…}), or to
 * anything else that takes its line protocol.
 */
public final class Influx implements Target {
  /** What InfluxDB recommends at most. */
  private static final int LINES_AT_ONCE = 5_000;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LONGEST_REASON = 200;

  private final URI address;
  private final Authorization authorization;
  private final InstantSource clock;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(PATIENCE)
          .executor(Thread::startVirtualThread)
          .build();

  /** To that address. */
  public Influx(URI address, Authorization authorization, InstantSource clock) {
    this.address = address;
    this.authorization = authorization;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "push.influx_url";
  }

  @Override
  public void send(MetricsPages pages) throws IOException, InterruptedException {
    InfluxLines lines = new InfluxLines(clock.instant());
    pages.samples(MetricsPages.DEFAULT, lines);
    List<String> all = lines.lines();
    for (int from = 0; from < all.size(); from += LINES_AT_ONCE) {
      int to = Math.min(from + LINES_AT_ONCE, all.size());
      post(String.join("\n", all.subList(from, to)) + "\n");
    }
  }

  private void post(String body) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8)));
    String value = authorization.value();
    if (!value.isEmpty()) {
      request.header("Authorization", value);
    }
    HttpResponse<java.io.InputStream> answer;
    try {
      answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new IOException(shown() + ": " + reason(e), e);
    }
    try (var said = answer.body()) {
      if (answer.statusCode() / 100 != 2) {
        String why = new String(said.readNBytes(LONGEST_REASON), StandardCharsets.UTF_8);
        throw new IOException(
            shown() + ": answered " + answer.statusCode() + reason(answer.statusCode(), why));
      }
    }
  }

  /** What was wrong with the request: one line of it. Of the server's own trouble, nothing. */
  private static String reason(int status, String body) {
    String line = body.strip().lines().findFirst().orElse("");
    boolean plain = line.chars().allMatch(c -> c >= ' ' && c <= '~');
    return status / 100 == 4 && plain ? " " + line : "";
  }

  private static String reason(IOException e) {
    return e.getMessage() == null || e.getMessage().isEmpty()
        ? "nobody listens there"
        : e.getMessage();
  }

  /** Without what may be a secret. */
  private String shown() {
    return address.getScheme() + "://" + address.getHost() + ":" + address.getPort();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
