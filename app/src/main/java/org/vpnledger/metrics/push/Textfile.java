package org.vpnledger.metrics.push;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.vpnledger.metrics.Format;
import org.vpnledger.metrics.MetricsPages;
import org.vpnledger.metrics.Rendering;
import org.vpnledger.output.WholeFile;

/**
 * A file for node_exporter's textfile collector, which is replaced as a whole: the collector reads
 * names that end in .prom only. Without anything to say there is no file: an old one would look as
 * if all were well.
 */
public final class Textfile implements Target {
  private final WholeFile file;
  private boolean written;

  /** At this path, in a folder that exists. */
  public Textfile(Path file) {
    this.file = new WholeFile(file);
  }

  @Override
  public String name() {
    return "metrics.textfile";
  }

  @Override
  public void send(MetricsPages pages) throws IOException {
    Rendering page = pages.page(MetricsPages.DEFAULT, Format.PROMETHEUS, false);
    if (page.status() != 200) {
      remove();
      return;
    }
    file.replace(out -> {
      for (byte[] chunk : page.body()) {
        out.write(chunk);
      }
    });
    written = true;
  }

  private void remove() throws IOException {
    if (written) {
      file.delete();
      written = false;
    }
  }

  /** Who is not running says nothing; what somebody else wrote there stays. */
  @Override
  public void close() {
    try {
      remove();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
