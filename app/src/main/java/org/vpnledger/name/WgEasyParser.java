package org.vpnledger.name;

import io.avaje.json.JsonReader;
import org.jspecify.annotations.Nullable;

/**
 * Picks the names out of wg-easy's {@code wg0.json} (up to version 14):
 *
 * <pre>{@code
 * {"server":{…},"clients":{"<uuid>":{"name":"Alice","publicKey":"…","privateKey":"…",…}}}
 * }</pre>
 *
 * <p>Every other value, the secrets above all, is skipped byte by byte and never becomes a string.
 */
final class WgEasyParser {
  private final JsonReader reader;
  private final ParsedNames.Collector clients = new ParsedNames.Collector();

  private WgEasyParser(JsonReader reader) {
    this.reader = reader;
  }

  /**
   * @param file what to call the content in a message
   * @param json the content, checked by {@link JsonShape}; not changed, and not referred to
   *     afterwards
   * @return absent if there is no object {@code clients}, so that it is no file of wg-easy
   */
  static @Nullable ParsedNames parse(String file, byte[] json) throws NameFileException {
    try (JsonReader reader = NameJson.reader(json)) {
      WgEasyParser parser = new WgEasyParser(reader);
      try {
        return parser.file() ? parser.clients.of(NameFormat.WG_EASY) : null;
      } catch (RuntimeException e) { // the library's own, but also out of bounds, on broken JSON
        throw NameJson.problem(file, json, reader, "wg-easy");
      }
    }
  }

  private boolean file() {
    boolean found = false;
    reader.beginObject();
    while (reader.hasNextField()) {
      String field = reader.nextField();
      if (field.equals("clients") && reader.currentToken() == JsonReader.Token.BEGIN_OBJECT) {
        clients();
        found = true;
      } else {
        reader.skipValue();
      }
    }
    reader.endObject();
    return found;
  }

  private void clients() {
    reader.beginObject();
    while (reader.hasNextField()) {
      reader.nextField();
      if (reader.currentToken() == JsonReader.Token.BEGIN_OBJECT) {
        client();
      } else {
        clients.add(null, null);
        reader.skipValue();
      }
    }
    reader.endObject();
  }

  private void client() {
    String name = null;
    String key = null;
    reader.beginObject();
    while (reader.hasNextField()) {
      switch (reader.nextField()) {
        case "name" -> name = NameJson.string(reader);
        case "publicKey" -> key = NameJson.string(reader);
        default -> reader.skipValue();
      }
    }
    reader.endObject();
    clients.add(key, name);
  }
}
