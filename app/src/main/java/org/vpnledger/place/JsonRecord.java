package org.vpnledger.place;

import io.avaje.json.JsonReader;
import io.avaje.json.stream.BufferRecycleStrategy;
import io.avaje.json.stream.JsonStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A service's answer as a record, of bounded depth: a nest of a thousand brackets is no answer. */
final class JsonRecord {
  private static final JsonStream STREAM =
      JsonStream.builder().bufferRecycling(BufferRecycleStrategy.NO_RECYCLING).build();
  private static final int DEEPEST = 8;

  private JsonRecord() {}

  static Map<?, ?> parse(byte[] json) throws IOException {
    try (JsonReader reader = STREAM.reader(json)) {
      if (reader.currentToken() == JsonReader.Token.BEGIN_OBJECT) {
        return object(reader, 1);
      }
    } catch (RuntimeException e) { // the library's own, but also out of bounds, on broken JSON
      throw new IOException("answered with what is no JSON", e);
    }
    throw new IOException("answered with JSON that is no object");
  }

  /** Real answers have two or three. */
  private static void requireFlat(int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new IOException("answered with JSON that is nested too deep");
    }
  }

  /**
   * A value within objects and lists.
   *
   * @param depth of how many
   */
  private static Object value(JsonReader reader, int depth) throws IOException {
    return switch (reader.currentToken()) {
      case BEGIN_OBJECT -> object(reader, depth + 1);
      case BEGIN_ARRAY -> array(reader, depth + 1);
      case STRING -> reader.readString();
      case NUMBER -> number(reader);
      case BOOLEAN -> reader.readBoolean();
      default -> {
        reader.skipValue();
        yield "";
      }
    };
  }

  private static Object number(JsonReader reader) {
    double number = reader.readDouble();
    return number == Math.rint(number) && Math.abs(number) < 1L << 53
        ? (Object) (long) number
        : (Object) number;
  }

  private static Map<String, Object> object(JsonReader reader, int depth) throws IOException {
    requireFlat(depth);
    Map<String, Object> object = new LinkedHashMap<>();
    reader.beginObject();
    while (reader.hasNextField()) {
      String field = reader.nextField();
      object.put(field, value(reader, depth));
    }
    reader.endObject();
    return object;
  }

  private static List<Object> array(JsonReader reader, int depth) throws IOException {
    requireFlat(depth);
    List<Object> array = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNextElement()) {
      array.add(value(reader, depth));
    }
    reader.endArray();
    return array;
  }
}
