package org.vpnledger.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The metrics that {@code docs/metrics.md} promises.
 *
 * @param labels what each may be asked by, the labels of every scrape included
 */
record MetricTable(Map<String, Set<String>> labels) {
  /** A row: name, type, labels, meaning. */
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|[^|]*\\|([^|]*)\\|");

  private static final Pattern CODE = Pattern.compile("`(\\w+)`");

  static MetricTable documented() {
    String text;
    try {
      text = Files.readString(Surroundings.source("docs/metrics.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, Set<String>> labels = new HashMap<>();
    Matcher row = ROW.matcher(text);
    while (row.find()) {
      Set<String> names =
          CODE.matcher(row.group(2))
              .results()
              .map(code -> code.group(1))
              .collect(Collectors.toCollection(HashSet::new));
      names.addAll(Set.of("job", "instance"));
      if (!row.group(2).contains("none at all")) {
        names.add("gateway");
      }
      labels.put(row.group(1), names);
    }
    return new MetricTable(labels);
  }

  /** What a metric may be asked by; nothing at all if there is none of that name. */
  Set<String> labelsOf(String metric) {
    return labels.getOrDefault(metric, Set.of());
  }
}
