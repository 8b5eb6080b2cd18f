package org.vpnledger.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Rule files of Prometheus and tests of promtool, as far as our own go: read line by line, in the
 * one way in which we write YAML. Whether they are YAML at all, promtool says.
 */
final class PromRules {
  private static final Pattern SEVERITY = Pattern.compile("(?m)^ +severity: (\\w+)$");

  private PromRules() {}

  static List<Path> files(String folder, String end) {
    try (Stream<Path> all = Files.list(Surroundings.source(folder))) {
      return all.filter(file -> file.toString().endsWith(end)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The names of its rules.
   *
   * @param kind {@code alert} or {@code record}
   */
  static List<String> names(Path file, String kind) {
    return Pattern.compile("(?m)^ +- " + kind + ": (\\S+)$")
        .matcher(text(file))
        .results()
        .map(rule -> rule.group(1))
        .toList();
  }

  /** The severity of each alert. */
  static Map<String, String> severities(Path file) {
    Map<String, String> severities = new LinkedHashMap<>();
    for (String rule : parts(text(file), "- alert: ")) {
      Matcher severity = SEVERITY.matcher(rule);
      if (severity.find()) {
        severities.put(rule.lines().findFirst().orElseThrow(), severity.group(1));
      }
    }
    return severities;
  }

  /** Each look at an alert: its name, and on the lines below what is expected. */
  static List<String> trials(Path tests) {
    return parts(text(tests), "alertname: ");
  }

  private static List<String> parts(String text, String mark) {
    List<String> parts = new ArrayList<>();
    for (int at = text.indexOf(mark); at >= 0; ) {
      int start = at + mark.length();
      at = text.indexOf(mark, start);
      parts.add(at < 0 ? text.substring(start) : text.substring(start, at));
    }
    return parts;
  }
}
