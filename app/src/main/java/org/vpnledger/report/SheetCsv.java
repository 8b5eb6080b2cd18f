package org.vpnledger.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sheet as CSV by RFC 4180, with a header line. */
public final class SheetCsv {
  private SheetCsv() {}

  /** Writes it all and flushes; does not close. */
  public static void write(Sheet sheet, Writer out) {
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
    csv.writeRecord(sheet.columns().stream().map(Column::field).toList());
    for (List<@Nullable Object> row : sheet.rows()) {
      csv.writeRecord(row.stream().map(value -> text(value, sheet)).toList());
    }
    try {
      csv.flush();
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(@Nullable Object value, Sheet sheet) {
    return switch (value) {
      case null -> "";
      case Instant at -> Units.rfc3339(at, sheet.zone());
      case String text -> SafeText.csv(text);
      default -> value.toString();
    };
  }
}
