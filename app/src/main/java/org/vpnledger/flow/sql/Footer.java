package org.vpnledger.flow.sql;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a segment says of itself: counts by name, as Parquet's metadata or a CSV file's last line.
 */
final class Footer {
  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]{0,40}");
  private static final int LONGEST = 4096;

  private final SortedMap<String, String> values = new TreeMap<>();

  /** Keys of letters, digits and {@code _}; values lose what would end a line. */
  Footer(Map<String, String> given) {
    given.forEach(this::put);
  }

  void put(String key, String value) {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException("'" + key + "' is no name for a footer's value");
    }
    values.put(key, value.replaceAll("[\\p{Cntrl}\\s]+", "_"));
  }

  /** As an option of {@code COPY … (FORMAT parquet)}. */
  String parquet() {
    return values.entrySet().stream()
        .map(value -> value.getKey() + ": " + Duck.text(value.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** {@code # captured=12 dropped=0}, for people and for who skips comments. */
  String line() {
    String line =
        values.entrySet().stream()
            .map(value -> value.getKey() + "=" + value.getValue())
            .collect(Collectors.joining(" ", "# ", ""));
    return (line.length() > LONGEST ? line.substring(0, LONGEST) : line) + "\n";
  }
}
