package org.vpnledger.name;

import io.avaje.json.JsonReader;
import io.avaje.json.stream.BufferRecycleStrategy;
import io.avaje.json.stream.JsonStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.PeerKey;

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
  /** Pooled buffers would outlive the parser, and with them what it read. */
  private static final JsonStream STREAM =
      JsonStream.builder().bufferRecycling(BufferRecycleStrategy.NO_RECYCLING).build();

  private static final Pattern POSITION = Pattern.compile("at position: (\\d{1,9})");

  /**
   * @param names by public key; where a key is there twice, the first
   * @param leftOut clients without a valid public key or without a name
   */
  record Clients(Map<PeerKey, String> names, int leftOut) {
    Clients {
      names = Map.copyOf(names);
    }
  }

  private final JsonReader reader;
  private final Map<PeerKey, String> names = new LinkedHashMap<>();
  private int leftOut;

  private WgEasyParser(JsonReader reader) {
    this.reader = reader;
  }

  /**
   * @param file what to call the content in a message
   * @param json the content; not changed, and not referred to afterwards
   */
  static Clients parse(String file, byte[] json) throws NameFileException {
    JsonShape.check(file, json);
    try (JsonReader reader = STREAM.reader(json)) {
      WgEasyParser parser = new WgEasyParser(reader);
      try {
        if (parser.file()) {
          return new Clients(parser.names, parser.leftOut);
        }
      } catch (RuntimeException e) { // the library's own, but also out of bounds, on broken JSON
        throw NameFileException.at(file, json, offset(reader), "not JSON that wg-easy would write");
      }
    }
    throw new NameFileException(file + ": no object \"clients\", so not a file of wg-easy");
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
        leftOut++;
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
        case "name" -> name = string();
        case "publicKey" -> key = string();
        default -> reader.skipValue();
      }
    }
    reader.endObject();
    String shown = name == null ? null : DisplayName.clean(name);
    if (key == null || !WireGuardKey.isValid(key) || shown == null) {
      leftOut++; // one bad client must not cost the others their names
    } else {
      names.putIfAbsent(new PeerKey(key), shown);
    }
  }

  private @Nullable String string() {
    if (reader.currentToken() == JsonReader.Token.STRING) {
      return reader.readString();
    }
    reader.skipValue();
    return null;
  }

  private static int offset(JsonReader reader) {
    Matcher position = POSITION.matcher(reader.location());
    return position.find() ? Integer.parseInt(position.group(1)) : 0;
  }
}
