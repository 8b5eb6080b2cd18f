package org.vpnledger.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The part of a target after the question mark, as HTML forms write it. */
final class Query {
  /** Parameters; the length is bounded by the request's head. */
  static final int MOST = 32;

  private Query() {}

  /**
   * Its parameters; one without an equals sign is empty.
   *
   * @throws IllegalArgumentException with one line if it cannot be read, names a parameter twice,
   *     or has too many
   */
  static Map<String, String> parse(String raw) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (raw.isEmpty()) {
      return parameters;
    }
    for (String part : raw.split("&", MOST + 2)) {
      int equals = part.indexOf('=');
      String name = decode(equals < 0 ? part : part.substring(0, equals));
      String value = equals < 0 ? "" : decode(part.substring(equals + 1));
      if (part.isEmpty()) {
        continue;
      }
      if (parameters.size() == MOST) {
        throw new IllegalArgumentException("the query has more than " + MOST + " parameters");
      }
      if (parameters.putIfAbsent(name, value) != null) {
        throw new IllegalArgumentException("the query names a parameter twice");
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the query has a % that is no escape", e);
    }
  }
}
