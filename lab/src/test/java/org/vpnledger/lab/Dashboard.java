package org.vpnledger.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A dashboard of Grafana, as far as it asks Prometheus: the JSON model of schema version 39
 * (https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/).
 *
 * @param file its name
 * @param model as it was read
 */
record Dashboard(String file, JsonNode model) {
  /** {@code label_values(selector, label)}, which Grafana itself answers. */
  private static final Pattern LABEL_VALUES =
      Pattern.compile("label_values\\((.+),\\s*(\\w+)\\)", Pattern.DOTALL);

  /** Grafana's own variables; an hour is shown, of scrapes every 15 s or so. */
  private static final Map<String, String> BUILT_IN =
      Map.ofEntries(
          Map.entry("__rate_interval", "1m"),
          Map.entry("__interval", "1m"),
          Map.entry("__interval_ms", "60000"),
          Map.entry("__range", "1h"),
          Map.entry("__range_s", "3600"),
          Map.entry("__range_ms", "3600000"));

  /** All that are shipped, by their names. */
  static List<Dashboard> shipped() {
    try (Stream<Path> files = Files.list(Surroundings.source("dist/grafana/dashboards"))) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(Dashboard::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Dashboard read(Path file) {
    try {
      JsonNode json = JsonNode.parse(Files.readString(file));
      return new Dashboard(String.valueOf(file.getFileName()), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String uid() {
    return model.text("uid");
  }

  /** Panels that show something; rows are none. */
  List<JsonNode> panels() {
    return model.list("panels").stream()
        .filter(panel -> !panel.text("type").equals("row"))
        .toList();
  }

  List<JsonNode> variables() {
    return model.node("templating").list("list");
  }

  /**
   * Every query, with variables filled in: those of several values with all there are, those of one
   * with what is chosen.
   *
   * @param chosen values by the variables' names
   * @throws AssertionError if a query uses a variable that is not there, or of one value that is
   *     not chosen
   */
  List<DashboardQuery> queries(Map<String, String> chosen) {
    Map<String, String> values = new HashMap<>(BUILT_IN);
    variables().stream()
        .filter(variable -> variable.flag("multi"))
        .forEach(variable -> values.put(variable.text("name"), ".*"));
    chosen.forEach(values::putIfAbsent);
    List<DashboardQuery> queries = new ArrayList<>();
    for (JsonNode panel : panels()) {
      for (JsonNode target : panel.list("targets")) {
        queries.add(
            new DashboardQuery(
                file,
                DashboardQuery.Kind.PANEL,
                panel.text("title"),
                filled(target.text("expr"), values),
                target.flag("instant")));
      }
    }
    for (JsonNode annotation : model.node("annotations").list("list")) {
      if (annotation.has("expr")) {
        queries.add(
            new DashboardQuery(
                file,
                DashboardQuery.Kind.ANNOTATION,
                annotation.text("name"),
                filled(annotation.text("expr"), values),
                false));
      }
    }
    for (JsonNode variable : variables()) {
      if (variable.text("type").equals("query")) {
        queries.add(
            new DashboardQuery(
                file,
                DashboardQuery.Kind.VARIABLE,
                variable.text("name"),
                asQuery(filled(variable.node("query").text("query"), values)),
                true));
      }
    }
    return queries;
  }

  /** What gives a series for each value that the variable would have. */
  private static String asQuery(String variable) {
    Matcher values = LABEL_VALUES.matcher(variable);
    if (!values.matches()) {
      throw new AssertionError("not a query of a variable that is understood: " + variable);
    }
    return "count by (%s) (%s)".formatted(values.group(2), values.group(1));
  }

  private String filled(String text, Map<String, String> values) {
    return GrafanaVariable.replaceAll(
        text,
        name -> {
          String value = values.get(name);
          if (value == null) {
            throw new AssertionError("%s: $%s has no value in: %s".formatted(file, name, text));
          }
          return value;
        });
  }
}
