package org.vpnledger.name;

import io.avaje.json.JsonReader;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vpnledger.name.ConfComment.Dialect;

/**
 * {@code # friendly_json = {"username": "ann", "device": "laptop", "id": 482}}: the flat object of
 * prometheus_wireguard_exporter. It may hold anything under any field; those that are read as a
 * name are, the first that is there, {@code name}, {@code friendly_name}, {@code username}, {@code
 * user} and {@code id}. Every field is a label as well, as that exporter has it, but of a line in
 * which there is a key: of such a one all other values are skipped and never become a string.
 */
final class FriendlyJson {
  private static final List<String> FIELDS =
      List.of("name", "friendly_name", "username", "user", "id");

  private static final Pattern LABEL = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]{0,63}");
  private static final int MOST_LABELS = 16;
  private static final int LONGEST_NUMBER = 32;

  private FriendlyJson() {}

  /** Absent if the comment is none, or names nobody. */
  static @Nullable ConfComment of(Lines line) {
    int brace = line.indexOf('{', 0);
    if (brace < 0 || !isIntroduced(line, brace)) {
      return null;
    }
    byte[] json = line.bytes(brace, line.length());
    try {
      JsonShape.check("", json);
      return read(json, line.keyWithin(0));
    } catch (NameFileException e) {
      return null; // one bad comment must not cost the others their names
    } finally {
      Arrays.fill(json, (byte) 0);
    }
  }

  private static boolean isIntroduced(Lines line, int brace) {
    // Within so few bytes there is no room for a key.
    return brace < 24 && line.squeezed(0, brace).replaceFirst("^#+", "").equals("friendly_json=");
  }

  private static @Nullable ConfComment read(byte[] json, boolean holdsKey) {
    Map<String, String> found = new HashMap<>();
    try (JsonReader reader = NameJson.reader(json)) {
      reader.beginObject();
      while (reader.hasNextField()) {
        String field = reader.nextField();
        boolean wanted = FIELDS.contains(field) || (!holdsKey && found.size() < MOST_LABELS);
        String value = wanted ? value(reader) : skipped(reader);
        if (value != null) {
          found.put(field, value);
        }
      }
      reader.endObject();
    } catch (RuntimeException e) { // the library's own, but also out of bounds, on broken JSON
      return null;
    }
    for (String field : FIELDS) {
      String value = found.get(field);
      String name = value == null ? null : DisplayName.clean(value);
      if (name != null) {
        return new ConfComment(Dialect.FRIENDLY_JSON, name, holdsKey ? Map.of() : labels(found));
      }
    }
    return null;
  }

  private static Map<String, String> labels(Map<String, String> found) {
    Map<String, String> labels = new HashMap<>();
    found.forEach((field, value) -> {
      String clean = DisplayName.clean(value);
      if (clean != null && LABEL.matcher(field).matches()) {
        labels.put(field, clean);
      }
    });
    return labels;
  }

  private static @Nullable String value(JsonReader reader) {
    return switch (reader.currentToken()) {
      case NUMBER -> number(reader.readDecimal());
      case BOOLEAN -> Boolean.toString(reader.readBoolean());
      default -> NameJson.string(reader);
    };
  }

  private static @Nullable String number(BigDecimal number) {
    String text = number.toString();
    return text.length() > LONGEST_NUMBER ? null : text;
  }

  private static @Nullable String skipped(JsonReader reader) {
    reader.skipValue();
    return null;
  }
}
