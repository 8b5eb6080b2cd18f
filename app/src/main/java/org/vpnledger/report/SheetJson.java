package org.vpnledger.report;

import io.avaje.json.JsonWriter;
import io.avaje.json.stream.JsonStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sheet as a JSON array of flat objects. */
public final class SheetJson {
  private static final JsonStream STREAM = JsonStream.builder().serializeNulls(true).build();

  private SheetJson() {}

  /** Writes it all, a line a row, and flushes; does not close. */
  public static void write(Sheet sheet, Writer out) {
    try {
      String open = "[\n";
      for (List<@Nullable Object> row : sheet.rows()) {
        out.write(open);
        out.write(object(sheet, row));
        open = ",\n";
      }
      out.write(open.equals("[\n") ? "[]\n" : "\n]\n");
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String object(Sheet sheet, List<@Nullable Object> row) {
    java.io.StringWriter text = new java.io.StringWriter();
    try (JsonWriter json = STREAM.writer(text)) {
      json.beginObject();
      for (int i = 0; i < row.size(); i++) {
        json.name(sheet.columns().get(i).field());
        value(json, row.get(i), sheet);
      }
      json.endObject();
    }
    return text.toString();
  }

  private static void value(JsonWriter json, @Nullable Object value, Sheet sheet) {
    switch (value) {
      case null -> json.nullValue();
      case Instant at -> json.value(Units.rfc3339(at, sheet.zone()));
      case Boolean flag -> json.value(flag.booleanValue());
      case Long number -> json.value(number.longValue());
      case Double number -> json.value(number.doubleValue());
      default -> json.value(SafeText.plain(value.toString()));
    }
  }
}
