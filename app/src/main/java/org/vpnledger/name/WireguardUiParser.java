package org.vpnledger.name;

import io.avaje.json.JsonReader;
import org.jspecify.annotations.Nullable;

/**
 * Picks the name out of a client's file of wireguard-ui, {@code db/clients/ID.json}:
 *
 * <pre>{@code
 * {"id":"…","private_key":"…","public_key":"…","preshared_key":"…","name":"Alice","email":"",…}
 * }</pre>
 *
 * <p>Every other value is skipped byte by byte and never becomes a string. A client without a name
 * is called by its mail address.
 */
final class WireguardUiParser {
  private WireguardUiParser() {}

  /**
   * @param json checked by {@link JsonShape}
   * @return absent if it is no such file
   */
  static @Nullable ParsedNames parse(String file, byte[] json) throws NameFileException {
    try (JsonReader reader = NameJson.reader(json)) {
      try {
        return client(reader);
      } catch (RuntimeException e) { // the library's own, but also out of bounds, on broken JSON
        throw NameJson.problem(file, json, reader, "wireguard-ui");
      }
    }
  }

  private static @Nullable ParsedNames client(JsonReader reader) {
    String key = null;
    String name = null;
    String mail = null;
    boolean found = false;
    reader.beginObject();
    while (reader.hasNextField()) {
      switch (reader.nextField()) {
        case "public_key" -> {
          key = NameJson.string(reader);
          found = true;
        }
        case "name" -> name = NameJson.string(reader);
        case "email" -> mail = NameJson.string(reader);
        default -> reader.skipValue();
      }
    }
    reader.endObject();
    if (!found) {
      return null;
    }
    ParsedNames.Collector clients = new ParsedNames.Collector();
    clients.add(key, name == null || name.isBlank() ? mail : name);
    return clients.of(NameFormat.WIREGUARD_UI);
  }
}
