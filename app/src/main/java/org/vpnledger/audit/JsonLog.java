package org.vpnledger.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.vpnledger.store.Cursors;
import org.vpnledger.store.LedgerReader;

/** All events as JSON lines in the names of the Elastic Common Schema. */
public final class JsonLog implements AuditOutput {
  /**
   * The cursor, whose text begins with the number of the last event that is told, then what only
   * this class knows.
   */
  public static final String CURSOR = "audit json";

  private static final int BATCH = 1_000;

  private final RotatedFile file;

  /**
   * A log at that real path.
   *
   * @param rotateBytes the size at which it is put aside
   * @param rotateCount how many of those are kept; 0 leaves it to others
   */
  public JsonLog(Path path, long rotateBytes, int rotateCount) {
    this.file = new RotatedFile(path, rotateBytes, rotateCount);
  }

  @Override
  public String name() {
    return "audit log " + file.path();
  }

  @Override
  public boolean catchUp(LedgerReader reader, Cursors cursors) throws IOException {
    String text = cursors.cursor(CURSOR);
    String[] cursor = (text == null ? "0 0" : text).split(" ");
    List<AuditedEvent> events = AuditedEvent.after(reader, Long.parseLong(cursor[0]), BATCH);
    if (events.isEmpty()) {
      return false;
    }
    EcsLine ecs = new EcsLine(reader.gatewayId(), reader.gatewayName());
    StringBuilder lines = new StringBuilder();
    for (AuditedEvent event : events) {
      lines.append(ecs.of(event, reader.calendar())).append('\n');
    }
    long known = Long.parseLong(cursor[1]);
    boolean rotates = file.isLarge(known);
    if (rotates) {
      file.rotate();
      known = 0;
      cursors.moveCursor(CURSOR, cursor[0] + " 0");
    }
    long length = file.append(lines.toString(), known);
    cursors.moveCursor(CURSOR, events.getLast().seq() + " " + length);
    if (rotates) {
      file.compress(); // last: it needs room, and may fail for long
    }
    return events.size() == BATCH;
  }
}
