package org.vpnledger.lab;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A Prometheus of its own, and its HTTP API
 * (https://prometheus.io/docs/prometheus/latest/querying/api/).
 *
 * <p>It begins to scrape five seconds after its start, which cannot be set: start it first, and
 * make meanwhile what it is to scrape, at ports that were found before.
 */
final class PrometheusServer implements AutoCloseable {

  private final Folder folder;
  private final int port;
  private final Background process;

  private PrometheusServer(Folder folder, int port, Background process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /** Starts one that scrapes these pages. */
  static PrometheusServer start(List<ScrapeJob> jobs) {
    return start(ScrapeJob.config(jobs), Map.of());
  }

  /**
   * Starts one.
   *
   * @param config its configuration
   * @param files that the configuration names, by their names
   */
  static PrometheusServer start(String config, Map<String, String> files) {
    Folder folder = Folder.create();
    int port = FreePort.find();
    files.forEach(folder::write);
    List<String> words =
        List.of(
            "prometheus",
            "--config.file=" + folder.write("prometheus.yml", config),
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port,
            // Alertmanager may be found later than the first alert, which would wait for a minute.
            "--rules.alert.resend-delay=1s",
            // Or scraping would begin ten seconds after the start, now and then.
            "--scrape.discovery-reload-interval=100ms");
    return new PrometheusServer(
        folder, port, Background.start(words, Map.of(), folder.resolve("prometheus.log")));
  }

  /** What it has logged at this level, or "" for all. */
  List<String> log(String level) {
    return process.output().lines().filter(line -> line.contains("level=" + level)).toList();
  }

  /** The expression's value now: a sample for each series, none for a scalar. */
  List<Sample> query(String expression) {
    return ask("/api/v1/query?query=" + Http.encoded(expression), "value");
  }

  /** The expression over the last minute: the last sample of each series. */
  List<Sample> range(String expression) {
    long now = System.currentTimeMillis() / 1000;
    return ask(
        "/api/v1/query_range?query=%s&start=%d&end=%d&step=5"
            .formatted(Http.encoded(expression), now - 60, now),
        "values");
  }

  private List<Sample> ask(String path, String field) {
    JsonNode data = api(path).node("data");
    return data.text("resultType").equals("scalar")
        ? List.of()
        : data.list("result").stream().map(series -> sample(series, field)).toList();
  }

  /** Series have {@code value: [time, "value"]} or {@code values: [[time, "value"], …]}. */
  private static Sample sample(JsonNode series, String field) {
    List<?> last = series.values(field);
    if (last.getLast() instanceof List<?> pair) {
      last = pair;
    }
    Map<String, String> labels = new HashMap<>();
    series
        .node("metric")
        .fields()
        .forEach((name, value) -> labels.put(name, String.valueOf(value)));
    String text = String.valueOf(last.getLast()).replace("Inf", "Infinity");
    return new Sample(labels, Double.parseDouble(text));
  }

  private JsonNode api(String path) {
    Http.Answer answer = Http.get(port, path);
    if (answer.status() == 0 && process.isAlive()) {
      throw new AssertionError("Prometheus does not answer: " + answer.body());
    }
    if (answer.status() != 200) {
      throw new AssertionError(
          "Prometheus: %s: %d %s%n%s"
              .formatted(path, answer.status(), answer.body(), process.output()));
    }
    return answer.json();
  }

  /** Waits until the expression has the value that is wanted. */
  List<Sample> await(String what, String expression, Predicate<List<Sample>> wanted) {
    return Eventually.see(what, Eventually.PATIENCE, () -> query(expression), wanted);
  }

  /** Waits until the expression has one series of this value. */
  void await(String expression, long value) {
    await(
        expression + " is " + value,
        expression,
        samples -> samples.size() == 1 && samples.getFirst().value() == (double) value);
  }

  /** Waits until all pages were scraped, but for those of these jobs. */
  void awaitScrapes(String... others) {
    awaitReady();
    String expression = "up{job!~\"%s\"}".formatted(String.join("|", others));
    await(
        "all pages are scraped",
        expression,
        samples -> !samples.isEmpty() && samples.stream().allMatch(up -> up.value() == 1));
  }

  /**
   * Waits until scrapes of this job fail of this.
   *
   * @param error a regular expression
   */
  void awaitFailure(String job, String error) {
    Eventually.see(
        "scrapes of %s fail of %s".formatted(job, error),
        Eventually.PATIENCE,
        () -> scrapeErrors().getOrDefault(job, ""),
        Pattern.compile(error).asPredicate());
    await("up{job=\"%s\"}".formatted(job), 0);
  }

  /** Waits until it can be asked. */
  void awaitReady() {
    Eventually.holds(
        "Prometheus is ready: " + process.output(),
        Eventually.PATIENCE,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("Prometheus ended: " + process.output());
          }
          return Http.get(port, "/-/ready").status() == 200;
        });
  }

  /** What the last scrape of each job failed of, "" if it did not. */
  Map<String, String> scrapeErrors() {
    Map<String, String> errors = new HashMap<>();
    api("/api/v1/targets")
        .node("data")
        .list("activeTargets")
        .forEach(target -> errors.put(target.text("scrapePool"), target.text("lastError")));
    return errors;
  }

  /** The metrics that this job's page declares. */
  List<String> declared(String job) {
    String target = Http.encoded("{job=\"%s\"}".formatted(job));
    return api("/api/v1/targets/metadata?match_target=" + target).list("data").stream()
        .map(metric -> metric.text("metric"))
        .toList();
  }

  @Override
  public void close() {
    process.close();
    folder.close();
  }
}
