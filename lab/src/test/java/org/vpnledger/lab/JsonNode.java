package org.vpnledger.lab;

import io.avaje.json.mapper.JsonMapper;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that may be nested, for files that the program does not write. What is asked for
 * and not there is an error that names it; only {@code has}, {@code flag} and {@code list} may ask.
 *
 * @param fields as the library gives them: texts, numbers, booleans, lists and maps
 */
record JsonNode(Map<String, ? extends @Nullable Object> fields) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Reads one object. */
  static JsonNode parse(String json) {
    return new JsonNode(MAPPER.fromJsonObject(json));
  }

  boolean has(String name) {
    return fields.get(name) != null;
  }

  String text(String name) {
    if (fields.get(name) instanceof String text) {
      return text;
    }
    throw missing(name, "a text");
  }

  /** False if it is not there. */
  boolean flag(String name) {
    return Boolean.TRUE.equals(fields.get(name));
  }

  int number(String name) {
    if (fields.get(name) instanceof Number number) {
      return number.intValue();
    }
    throw missing(name, "a number");
  }

  JsonNode node(String name) {
    if (fields.get(name) instanceof Map<?, ?> map) {
      return of(map);
    }
    throw missing(name, "an object");
  }

  /** Its objects; none if it is not there. */
  List<JsonNode> list(String name) {
    Object found = fields.get(name);
    if (found == null) {
      return List.of();
    }
    if (found instanceof List<?> list) {
      return list.stream().filter(Map.class::isInstance).map(item -> of((Map<?, ?>) item)).toList();
    }
    throw missing(name, "an array");
  }

  /** Whatever the array has; none if it is not there. */
  List<?> values(String name) {
    Object found = fields.get(name);
    if (found == null || found instanceof List<?>) {
      return found == null ? List.of() : (List<?>) found;
    }
    throw missing(name, "an array");
  }

  @SuppressWarnings("unchecked") // names in JSON are texts
  private static JsonNode of(Map<?, ?> map) {
    return new JsonNode((Map<String, @Nullable Object>) map);
  }

  private AssertionError missing(String name, String expected) {
    return new AssertionError("%s is not %s in %s".formatted(name, expected, fields.keySet()));
  }
}
