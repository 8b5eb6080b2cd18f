package org.vpnledger.lab;

import java.util.ArrayList;
import java.util.List;

/**
 * A page that a Prometheus scrapes once a second.
 *
 * @param name of the job
 * @param port where it is, on the loopback
 * @param options further lines of the job's YAML, without the indentation that all of them have
 */
record ScrapeJob(String name, int port, String path, List<String> options) {
  ScrapeJob {
    options = List.copyOf(options);
  }

  static ScrapeJob of(String name, int port, String path) {
    return new ScrapeJob(name, port, path, List.of());
  }

  /** The same under another name. */
  ScrapeJob named(String other) {
    return new ScrapeJob(other, port, path, options);
  }

  /** The same with more options. */
  ScrapeJob with(String... lines) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(lines));
    return new ScrapeJob(name, port, path, all);
  }

  private String yaml() {
    StringBuilder yaml = new StringBuilder("  - job_name: " + name + "\n");
    yaml.append("    metrics_path: ").append(path).append('\n');
    options.forEach(line -> yaml.append("    ").append(line).append('\n'));
    return yaml.append("    static_configs: [{targets: ['127.0.0.1:" + port + "']}]\n").toString();
  }

  /** The configuration of a Prometheus that has these jobs. */
  static String config(List<ScrapeJob> jobs) {
    StringBuilder yaml =
        new StringBuilder(
            """
            global:
              scrape_interval: 1s
              scrape_timeout: 1s
            scrape_configs:
            """);
    jobs.forEach(job -> yaml.append(job.yaml()));
    return yaml.toString();
  }
}
