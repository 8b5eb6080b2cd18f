package org.vpnledger.name;

import io.avaje.json.JsonReader;
import io.avaje.json.stream.BufferRecycleStrategy;
import io.avaje.json.stream.JsonStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the parsers of JSON have in common. */
final class NameJson {
  /** Pooled buffers would outlive the parser, and with them what it read. */
  private static final JsonStream STREAM =
      JsonStream.builder().bufferRecycling(BufferRecycleStrategy.NO_RECYCLING).build();

  private static final Pattern POSITION = Pattern.compile("at position: (\\d{1,9})");

  private NameJson() {}

  static JsonReader reader(byte[] json) {
    return STREAM.reader(json);
  }

  /** The value if it is a string; any other is skipped. */
  static @Nullable String string(JsonReader reader) {
    if (reader.currentToken() == JsonReader.Token.STRING) {
      return reader.readString();
    }
    reader.skipValue();
    return null;
  }

  /** That the reader could not go on. */
  static NameFileException problem(String file, byte[] json, JsonReader reader, String tool) {
    Matcher position = POSITION.matcher(reader.location());
    int offset = position.find() ? Integer.parseInt(position.group(1)) : 0;
    return NameFileException.at(file, json, offset, "not JSON that " + tool + " would write");
  }
}
