package org.vpnledger.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lines of a text that anybody may have written: ends of lines are line feeds and nothing else. */
final class LineReader implements AutoCloseable {
  private static final int LONGEST_LINE = 64 << 10;

  private final BufferedReader reader;
  private boolean cut;

  LineReader(InputStream in) {
    this.reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  /** The next line, or absent after the last; what is longer than any line is cut. */
  @Nullable String next() throws IOException {
    int c = reader.read();
    if (c < 0) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    while (c >= 0 && c != '\n') {
      if (text.length() < LONGEST_LINE) {
        text.append((char) c);
      }
      c = reader.read();
    }
    cut = c < 0;
    return text.toString();
  }

  /** Whether the last line has no end. */
  boolean isCut() {
    return cut;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
