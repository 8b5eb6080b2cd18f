package org.vpnledger.audit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.vpnledger.ledger.EventType;
import org.vpnledger.report.SafeText;
import org.vpnledger.store.EventRow;

/**
 * The native protocol of systemd's journal, https://systemd.io/JOURNAL_NATIVE_PROTOCOL/, one entry
 * a datagram to {@code /run/systemd/journal/socket}. A value of one line, and one that has more:
 *
 * <pre>
 * FIELD=value \n
 * FIELD \n  u64 length, little endian  value  \n
 * </pre>
 *
 * <p>The journal keeps any bytes, so fields keep theirs; only the message, which people read, is
 * made one harmless line. An entry is far smaller than what a datagram may carry.
 */
public final class JournalFormat implements EventFormat {
  /** For each value; so an entry stays below what a socket takes in one datagram. */
  static final int MOST_BYTES = 4096;

  private static final String PREFIX = "VPNLEDGER_";

  private final String gateway;

  /** For a gateway of that name. */
  public JournalFormat(String gateway) {
    this.gateway = gateway;
  }

  @Override
  public byte[] format(EventRow row, String message, List<EventField> more) {
    EventType type = row.event().type();
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    put(entry, "MESSAGE", SafeText.plain(message));
    put(entry, "MESSAGE_ID", MessageId.of(type));
    put(entry, "PRIORITY", Integer.toString(Severity.of(type).number()));
    put(entry, "SYSLOG_FACILITY", Integer.toString(Severity.FACILITY));
    put(entry, "SYSLOG_IDENTIFIER", IDENTIFIER);
    for (EventField field : EventField.of(gateway, row, more)) {
      put(entry, PREFIX + field.name().toUpperCase(Locale.ROOT), field.value());
    }
    return entry.toByteArray();
  }

  private static void put(ByteArrayOutputStream entry, String name, String value) {
    byte[] bytes = Utf8.bytes(value, MOST_BYTES);
    entry.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    if (value.indexOf('\n') < 0) {
      entry.write('=');
    } else {
      entry.write('\n');
      entry.writeBytes(
          ByteBuffer.allocate(Long.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(bytes.length)
              .array());
    }
    entry.writeBytes(bytes);
    entry.write('\n');
  }
}
