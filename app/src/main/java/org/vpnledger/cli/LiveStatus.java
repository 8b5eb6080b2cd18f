package org.vpnledger.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.vpnledger.report.Directory;
import org.vpnledger.report.SheetText;
import org.vpnledger.report.StatusReport;
import org.vpnledger.store.StoreException;
import org.vpnledger.store.sqlite.SqliteReader;

/** {@code status --watch}: the table again every second, without flicker, until q is pressed. */
final class LiveStatus {
  private final Asking asking;
  private final boolean all;

  LiveStatus(Asking asking, boolean all) {
    this.asking = asking;
    this.all = all;
  }

  int run() {
    if (asking.width() == 0) {
      throw new Complaint("--watch needs a terminal: leave it out, or use --json");
    }
    try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(false).build()) {
      terminal.enterRawMode();
      terminal.puts(Capability.enter_ca_mode);
      terminal.puts(Capability.cursor_invisible);
      try {
        watch(terminal);
      } finally {
        terminal.puts(Capability.cursor_normal);
        terminal.puts(Capability.exit_ca_mode);
        terminal.flush();
      }
      return 0;
    } catch (IOException e) {
      throw new Complaint("--watch: the terminal cannot be used: " + e.getMessage());
    }
  }

  private void watch(Terminal terminal) throws IOException {
    Display display = new Display(terminal, true);
    while (true) {
      Size size = terminal.getSize();
      display.resize(size);
      display.update(lines(size.getColumns(), size.getRows()), 0);
      int key = terminal.reader().read(1000);
      if (key == 'q' || key == 'Q' || key == 3 || key == 4 || key == -1) {
        return;
      }
    }
  }

  private List<AttributedString> lines(int width, int height) {
    String text;
    try (SqliteReader reader = SqliteReader.open(asking.data().database())) {
      Directory peers = Directory.withStates(reader);
      boolean running = asking.data().isInUse();
      text =
          StatusHeading.of(asking, reader, peers, running)
              + new SheetText(width, asking.colour())
                  .render(StatusReport.of(reader, peers, running, !all, asking.now()));
    } catch (StoreException e) {
      text = String.valueOf(e.getMessage());
    }
    List<AttributedString> lines = new ArrayList<>();
    for (String line : text.split("\n")) {
      lines.add(AttributedString.fromAnsi(line));
    }
    return lines.size() > height ? lines.subList(0, height) : lines;
  }
}
