package org.vpnledger.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the Prometheus text format by its specification, and refuses what that does not allow: the
 * other side of what is written.
 */
final class Scraped {
  /** A line with a value. */
  record Sample(String name, Map<String, String> labels, String value) {}

  private final List<Sample> samples = new ArrayList<>();
  private final Map<String, String> types = new LinkedHashMap<>();

  static Scraped read(String text) {
    Scraped scraped = new Scraped();
    if (!text.endsWith("\n")) {
      throw new AssertionError("the last line has no end");
    }
    for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
      scraped.line(line);
    }
    long distinct = scraped.samples.stream().map(s -> s.name() + s.labels()).distinct().count();
    if (distinct != scraped.samples.size()) {
      throw new AssertionError("a series is there twice");
    }
    return scraped;
  }

  List<Sample> samples() {
    return samples;
  }

  Map<String, String> types() {
    return types;
  }

  List<Sample> of(String name) {
    return samples.stream().filter(sample -> sample.name().equals(name)).toList();
  }

  private void line(String line) {
    if (line.startsWith("# TYPE ")) {
      String[] words = line.split(" ", -1);
      if (words.length != 4 || types.put(words[2], words[3]) != null) {
        throw new AssertionError("a family is there twice: " + line);
      }
    } else if (!line.startsWith("#")) {
      sample(line);
    }
  }

  private void sample(String line) {
    int at = 0;
    while (at < line.length() && isName(line.charAt(at))) {
      at++;
    }
    String name = line.substring(0, at);
    Map<String, String> labels = new LinkedHashMap<>();
    if (at < line.length() && line.charAt(at) == '{') {
      at++;
      while (line.charAt(at) != '}') {
        int equals = line.indexOf('=', at);
        String label = line.substring(at, equals);
        if (!label.matches("[a-zA-Z_][a-zA-Z0-9_]*") || line.charAt(equals + 1) != '"') {
          throw new AssertionError("no label: " + line);
        }
        StringBuilder value = new StringBuilder();
        at = value(line, equals + 2, value);
        if (labels.put(label, value.toString()) != null) {
          throw new AssertionError("a label is there twice: " + line);
        }
        at += line.charAt(at) == ',' ? 1 : 0;
      }
      at++;
    }
    if (name.isEmpty() || line.charAt(at) != ' ') {
      throw new AssertionError("no sample: " + line);
    }
    String number = line.substring(at + 1);
    if (Double.isNaN(Double.parseDouble(number))) {
      throw new AssertionError("no number: " + line);
    }
    samples.add(new Sample(name, labels, number));
  }

  /** Returns where it goes on, behind the closing quote. */
  private static int value(String line, int from, StringBuilder value) {
    int at = from;
    while (line.charAt(at) != '"') {
      char c = line.charAt(at++);
      if (c == '\\') {
        char escaped = line.charAt(at++);
        switch (escaped) {
          case 'n' -> value.append('\n');
          case '\\', '"' -> value.append(escaped);
          default -> throw new AssertionError("no escape: " + line);
        }
      } else {
        value.append(c);
      }
    }
    return at + 1;
  }

  private static boolean isName(char c) {
    return c == '_' || c == ':' || (c < 128 && Character.isLetterOrDigit(c));
  }
}
