package org.vpnledger.container;

import io.avaje.json.JsonReader;
import io.avaje.json.stream.JsonStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads JSON that a runtime wrote, within bounds; a file of the wrong form is as good as none. */
final class StateFile {
  /** A list of ten thousand containers is some 10 MiB. */
  private static final int MAX_BYTES = 32 << 20;

  private static final int MAX_DEPTH = 64;
  private static final int MOST_ENTRIES = 10_000;
  private static final JsonStream STREAM = JsonStream.builder().build();

  private StateFile() {}

  /** Takes what it wants of a document. */
  interface Reading<T> {
    @Nullable T of(JsonReader reader);
  }

  /**
   * Reads a file.
   *
   * @return absent if there is none, or if it is half written or not of the form
   * @throws AccessDeniedException when it may not be read
   */
  static <T> @Nullable T read(Path file, Reading<T> reading) throws AccessDeniedException {
    byte[] json = bytes(file, MAX_BYTES);
    if (json == null || !isShallow(json)) {
      return null;
    }
    try (JsonReader reader = STREAM.reader(json)) {
      return reading.of(reader);
    } catch (RuntimeException e) { // the library's own, but also out of bounds, on broken JSON
      return null;
    }
  }

  /** A whole small text; absent if there is none, or if it is longer. */
  static @Nullable String line(Path file, int longest) throws AccessDeniedException {
    byte[] text = bytes(file, longest);
    return text == null ? null : new String(text, StandardCharsets.ISO_8859_1).strip();
  }

  /** Some of these files any user may write: a pipe would never end, and a file may grow. */
  private static byte @Nullable [] bytes(Path file, int most) throws AccessDeniedException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile() || attributes.size() > most) {
        return null;
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(most + 1);
        return bytes.length <= most ? bytes : null;
      }
    } catch (AccessDeniedException e) {
      throw e;
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * What a folder holds, up to a bound; nothing if there is no folder.
   *
   * @throws AccessDeniedException when it may not be read
   */
  static List<Path> folder(Path folder) throws AccessDeniedException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path entry : all) {
        if (entries.size() < MOST_ENTRIES) {
          entries.add(entry);
        }
      }
    } catch (AccessDeniedException e) {
      throw e;
    } catch (IOException | DirectoryIteratorException e) {
      return List.of();
    }
    return entries;
  }

  /** The library recurses as deep as the document goes, and overlooks a missing end. */
  private static boolean isShallow(byte[] json) {
    int depth = 0;
    boolean string = false;
    for (int i = 0; i < json.length; i++) {
      byte b = json[i];
      if (string) {
        i += b == '\\' ? 1 : 0;
        string = b != '"';
      } else if (b == '"') {
        string = true;
      } else if (b == '{' || b == '[') {
        if (++depth > MAX_DEPTH) {
          return false;
        }
      } else if (b == '}' || b == ']') {
        depth--;
      }
    }
    return depth == 0 && !string;
  }

  /** The fields of an object, each of which the caller reads or skips. */
  interface Fields {
    void field(String name, JsonReader reader);
  }

  /** Reads an object field by field; whatever else stands there is skipped. */
  static void object(JsonReader reader, Fields fields) {
    if (reader.currentToken() != JsonReader.Token.BEGIN_OBJECT) {
      reader.skipValue();
      return;
    }
    reader.beginObject();
    while (reader.hasNextField()) {
      fields.field(reader.nextField(), reader);
    }
    reader.endObject();
  }

  /** Reads an array element by element. */
  static void array(JsonReader reader, Runnable element) {
    if (reader.currentToken() != JsonReader.Token.BEGIN_ARRAY) {
      reader.skipValue();
      return;
    }
    reader.beginArray();
    while (reader.hasNextElement()) {
      element.run();
    }
    reader.endArray();
  }

  static String text(JsonReader reader) {
    if (reader.currentToken() == JsonReader.Token.STRING) {
      return reader.readString();
    }
    reader.skipValue();
    return "";
  }

  static long number(JsonReader reader) {
    if (reader.currentToken() == JsonReader.Token.NUMBER) {
      return reader.readLong();
    }
    reader.skipValue();
    return 0;
  }

  static boolean flag(JsonReader reader) {
    if (reader.currentToken() == JsonReader.Token.BOOLEAN) {
      return reader.readBoolean();
    }
    reader.skipValue();
    return false;
  }
}
