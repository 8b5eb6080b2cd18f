package org.vpnledger.source.wireguard;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The beginning of what a command says on its error output; the rest is read and forgotten. */
final class Complaint {
  private static final int MAX_KEPT = 4096;
  private static final int MAX_SHOWN = 300;

  private final byte[] kept = new byte[MAX_KEPT];
  private final byte[] forgotten = new byte[8192];
  private int length;

  /** Takes what there is right now, without waiting; returns how many bytes that were. */
  int readAvailable(InputStream err) throws IOException {
    int available = err.available();
    if (available <= 0) {
      return 0;
    }
    if (length == kept.length) {
      return Math.max(0, err.read(forgotten));
    }
    int read = Math.max(0, err.read(kept, length, kept.length - length));
    length += read;
    return read;
  }

  /** One line of printable ASCII: it goes to logs and pages. */
  String text() {
    return sanitized(new String(kept, 0, length, StandardCharsets.ISO_8859_1).strip());
  }

  /** The same text on one line, with nothing in it that could act on a terminal or a page. */
  static String sanitized(String text) {
    StringBuilder clean = new StringBuilder(Math.min(text.length(), MAX_KEPT));
    for (int i = 0; i < text.length() && i < MAX_KEPT; i++) {
      char c = text.charAt(i);
      clean.append(c == '\n' ? ' ' : c >= ' ' && c < 127 ? c : '?');
    }
    return clean.toString();
  }

  /** Short enough for a message. */
  static String shortened(String text) {
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
  }
}
