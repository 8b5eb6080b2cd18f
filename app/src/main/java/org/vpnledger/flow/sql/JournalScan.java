package org.vpnledger.flow.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal's lines as RFC 4180 has them and parts those that are rows of their data set from
 * those that are not. After one that is not, the next line is tried: a quote that nobody closed
 * costs its line and not the file. A last line without an end is torn, and is neither.
 */
final class JournalScan {
  private static final int LONGEST = 1 << 18;
  private static final int INCOMPLETE = -1;
  private static final int BAD = -2;

  private final InputStream in;
  private final Dataset dataset;
  private final List<Dataset.DataColumn> columns;
  private final OutputStream good;
  private final OutputStream bad;
  private byte[] buffer = new byte[1 << 16];
  private int start;
  private int end;
  private boolean ended;
  private boolean unicode;

  /**
   * What was found.
   *
   * @param rows good ones
   * @param rejected lines that are no rows
   * @param torn whether the last line had no end
   */
  record Found(long rows, long rejected, boolean torn) {
    boolean isClean() {
      return rejected == 0 && !torn;
    }
  }

  private JournalScan(InputStream in, Dataset dataset, OutputStream good, OutputStream bad) {
    this.in = in;
    this.dataset = dataset;
    this.columns = dataset.columns();
    this.good = good;
    this.bad = bad;
  }

  /** Reads to the end. The header goes to {@code good} first, whatever the journal begins with. */
  static Found scan(InputStream in, Dataset dataset, OutputStream good, OutputStream bad)
      throws IOException {
    return new JournalScan(in, dataset, good, bad).scan();
  }

  private Found scan() throws IOException {
    byte[] header = (dataset.header() + "\n").getBytes(StandardCharsets.UTF_8);
    good.write(header);
    boolean first = true;
    long rows = 0;
    long rejected = 0;
    while (true) {
      int next = recordEnd();
      while (next == INCOMPLETE && end - start <= LONGEST && fill()) {
        next = recordEnd();
      }
      if (next == INCOMPLETE && lineEnd() < 0 && end - start <= LONGEST) {
        return new Found(rows, rejected, end > start);
      }
      if (next > 0 && first && isHeader(next)) {
        start = next;
      } else if (next > 0) {
        good.write(buffer, start, next - start);
        start = next;
        rows++;
      } else {
        if (first && isHeader(lineEnd())) {
          start = lineEnd();
        } else {
          reject();
          rejected++;
        }
      }
      first = false;
    }
  }

  private boolean isHeader(int next) {
    if (next < 0) {
      return false;
    }
    String line = new String(buffer, start, next - start, StandardCharsets.UTF_8).stripTrailing();
    return line.equals(dataset.header());
  }

  /** More bytes behind those that are there; false at the end. */
  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int read = in.read(buffer, end, buffer.length - end);
    if (read < 0) {
      ended = true;
      return false;
    }
    end += read;
    return true;
  }

  /** Behind the first line end there is, or -1. */
  private int lineEnd() {
    for (int i = start; i < end; i++) {
      if (buffer[i] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  /** One line is passed over, however long it is. */
  private void reject() throws IOException {
    int next = lineEnd();
    while (next < 0) {
      bad.write(buffer, start, end - start);
      start = end;
      if (!fill()) {
        bad.write('\n');
        return;
      }
      next = lineEnd();
    }
    bad.write(buffer, start, next - start);
    start = next;
  }

  /** Behind the row that begins here, or why there is none. */
  private int recordEnd() {
    int at = start;
    unicode = false;
    for (int column = 0; column < columns.size(); column++) {
      boolean last = column == columns.size() - 1;
      at = field(at, columns.get(column), last);
      if (at < 0) {
        return at;
      }
    }
    return unicode && !isUtf8(start, at) ? BAD : at;
  }

  /** Behind the field that begins there and the comma or line end behind it. */
  private int field(int from, Dataset.DataColumn column, boolean last) {
    if (from >= end) {
      return INCOMPLETE;
    }
    boolean quoted = buffer[from] == '"';
    int at = quoted ? quotedEnd(from + 1) : plainEnd(from);
    if (at < 0) {
      return at;
    }
    int to = at;
    if (at < end && buffer[at] == '\r') {
      at++;
    }
    if (at >= end) {
      return INCOMPLETE;
    }
    boolean fits = last ? buffer[at] == '\n' : buffer[at] == ',' && at == to;
    boolean known = quoted ? column.isText() : isValue(column, from, to);
    return fits && known ? at + 1 : BAD;
  }

  private int quotedEnd(int from) {
    for (int i = from; i < end; i++) {
      byte c = buffer[i];
      if (c == '"') {
        if (i + 1 >= end) {
          return INCOMPLETE;
        }
        if (buffer[i + 1] != '"') {
          return i + 1;
        }
        i++;
      } else if (c == 0) {
        return BAD;
      } else if (c < 0) {
        unicode = true;
      }
    }
    return INCOMPLETE;
  }

  private int plainEnd(int from) {
    for (int i = from; i < end; i++) {
      byte c = buffer[i];
      if (c == ',' || c == '\n' || c == '\r') {
        return i;
      }
      if (c == '"' || c == 0) {
        return BAD;
      }
      if (c < 0) {
        unicode = true;
      }
    }
    return INCOMPLETE;
  }

  private boolean isValue(Dataset.DataColumn column, int from, int to) {
    if (column.isText()) {
      return true;
    }
    if (from == to) {
      return !column.required();
    }
    if (to - from == 2 && buffer[from] == '-' && buffer[from + 1] == '1') {
      return !column.required();
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = buffer[i] - '0';
      if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
        return false;
      }
      value = value * 10 + digit;
    }
    return value <= column.most();
  }

  private boolean isUtf8(int from, int to) {
    try {
      @Nullable Object decoded =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(buffer, from, to - from));
      return decoded != null;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
