package org.vpnledger.files;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.report.Hundredths;
import org.vpnledger.report.SafeText;
import org.vpnledger.report.Units;
import org.vpnledger.store.ImportedReading;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.PeerKey;

/**
 * A line of {@code bandwidth-YYYY-MM.log}, as {@code wg-stats-logger.sh} writes it:
 *
 * <pre>unix_timestamp,datetime,public_key,client_name,rx_bytes,tx_bytes,rx_mb,tx_mb,total_mb</pre>
 *
 * An MB is 1,048,576 bytes; figures are the interface's own counters, not usage. A name with a
 * comma or a quote is quoted as RFC 4180 says. Two more columns, the usage since the line before,
 * may follow.
 */
final class BandwidthLine {
  /** What the logger calls a client without a name. */
  static final String UNKNOWN = "Unknown";

  private static final int MEGABYTE_BITS = 20;

  private BandwidthLine() {}

  /**
   * Writes a line, ended.
   *
   * @param name absent for a peer without one
   * @param used absent when the columns are not wanted
   */
  static String format(
      Instant at,
      ZoneId zone,
      PeerKey key,
      @Nullable String name,
      Counters counters,
      @Nullable Counters used) {
    List<String> fields = new ArrayList<>(11);
    fields.add(String.valueOf(at.getEpochSecond()));
    fields.add(Units.time(at, zone));
    fields.add(SafeText.plain(key.text()));
    fields.add(name == null ? UNKNOWN : SafeText.csv(name));
    fields.add(String.valueOf(counters.rxBytes()));
    fields.add(String.valueOf(counters.txBytes()));
    fields.add(megabytes(counters.rxBytes()));
    fields.add(megabytes(counters.txBytes()));
    fields.add(megabytes(counters.totalBytes()));
    if (used != null) {
      fields.add(String.valueOf(used.rxBytes()));
      fields.add(String.valueOf(used.txBytes()));
    }
    StringWriter line = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(line)) {
      csv.writeRecord(fields);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter has none
    }
    return line.toString();
  }

  /**
   * Reads a line back; absent if it is not one. Names with commas may be unquoted: the seed's are.
   */
  static @Nullable ImportedReading parse(String line) {
    List<String> fields = fields(line);
    int extra = fields.size() - 9;
    if (extra < 0) {
      return null;
    }
    // A name that holds unquoted commas shifts what follows: figures tell where it ends.
    for (int nameEnd = 4 + extra; nameEnd >= 4; nameEnd--) {
      Long rx = number(fields.get(nameEnd));
      Long tx = number(fields.get(nameEnd + 1));
      if (rx != null && tx != null && isDecimal(fields.get(nameEnd + 2))) {
        return reading(fields, String.join(",", fields.subList(3, nameEnd)), rx, tx);
      }
    }
    return null;
  }

  private static List<String> fields(String line) {
    try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(line)) {
      for (CsvRecord csvRecord : reader) {
        List<String> fields = csvRecord.getFields();
        // A name that begins with a quote and was never quoted swallows what follows.
        return fields.size() < 9 ? List.of(line.split(",", -1)) : fields;
      }
    } catch (IOException | RuntimeException e) {
      return List.of(line.split(",", -1)); // an unbalanced quote in a name that was never quoted
    }
    return List.of();
  }

  private static @Nullable ImportedReading reading(
      List<String> fields, String name, long rx, long tx) {
    Long seconds = number(fields.get(0));
    String key = fields.get(2);
    if (seconds == null
        || seconds > 253_402_300_799L // the year 9999
        || key.isEmpty()
        || key.length() > PeerKey.MAX_LENGTH) {
      return null;
    }
    String plain = SafeText.plain(SafeText.fromCsv(name)).strip();
    return new ImportedReading(
        Instant.ofEpochSecond(seconds),
        new PeerKey(SafeText.plain(key)),
        plain.isEmpty() || plain.equals(UNKNOWN) ? null : plain,
        new Counters(rx, tx));
  }

  private static @Nullable Long number(String digits) {
    if (digits.isEmpty()
        || digits.length() > 18
        || !digits.chars().allMatch(BandwidthLine::isDigit)) {
      return null;
    }
    return Long.valueOf(digits);
  }

  private static boolean isDecimal(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> isDigit(c) || c == '.');
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static String megabytes(long bytes) {
    return Hundredths.of(bytes, MEGABYTE_BITS);
  }
}
