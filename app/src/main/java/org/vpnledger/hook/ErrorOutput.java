package org.vpnledger.hook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.vpnledger.report.SafeText;

/** The beginning of what a script says on its error output; the rest is read and forgotten. */
final class ErrorOutput {
  private static final int MOST_BYTES = 4096;
  private static final int MOST_LINES = 20;

  private final byte[] kept = new byte[MOST_BYTES];
  private final byte[] forgotten = new byte[8192];
  private int length;
  private boolean cut;

  /** Takes what is there already, without waiting; returns whether there was something. */
  boolean takeAvailable(InputStream err) throws IOException {
    int available = err.available();
    if (available <= 0) {
      return false;
    }
    if (length == kept.length) {
      cut = true;
      return err.read(forgotten) > 0;
    }
    int read = err.read(kept, length, Math.min(available, kept.length - length));
    length += Math.max(0, read);
    return read > 0;
  }

  /** Harmless lines for the log. */
  List<String> lines() {
    List<String> all =
        new String(kept, 0, length, StandardCharsets.UTF_8)
            .lines()
            .map(line -> SafeText.plain(line.replace('\t', ' ').stripTrailing()))
            .filter(line -> !line.isEmpty())
            .toList();
    if (all.size() <= MOST_LINES && !cut) {
      return all;
    }
    List<String> first = new ArrayList<>(all.subList(0, Math.min(MOST_LINES, all.size())));
    first.add("(the rest is left out)");
    return first;
  }
}
