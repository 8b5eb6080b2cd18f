package org.vpnledger.audit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.vpnledger.report.SafeText;
import org.vpnledger.store.EventRow;

/**
 * A syslog message, RFC 5424 section 6, without a transport's framing:
 *
 * <pre>
 * &lt;85&gt;1 2026-03-02T10:15:07.000000Z gw1 vpnledger - ONLINE [vpnledger@32473 seq="7" event="ONLINE" …] message
 * </pre>
 *
 * <p>The time is when it was noticed, the order in which messages come; when it happened is a
 * parameter. A byte order mark stands before a message that is not ASCII, as the standard wants it,
 * and only there: many receivers show it.
 */
public final class SyslogFormat implements EventFormat {
  /** What rsyslog takes unless told otherwise; the smallest that is usual is a quarter of it. */
  static final int MOST_BYTES = 8192;

  private static final int MOST_MESSAGE_BYTES = 1024;
  private static final int MOST_HOST_CHARACTERS = 255;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final String gateway;

  /** For a gateway of that name. */
  public SyslogFormat(String gateway) {
    this.gateway = gateway;
  }

  @Override
  public byte[] format(EventRow row, String message, List<EventField> more) {
    Severity severity = Severity.of(row.event().type());
    String header =
        "<%d>1 %s %s %s - %s "
            .formatted(
                Severity.FACILITY * 8 + severity.number(),
                TIME.format(row.event().noticedAt()),
                host(gateway),
                IDENTIFIER,
                row.event().type().name());
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    whole.writeBytes(StructuredData.of(EventField.of(gateway, row, more)));
    whole.write(' ');
    byte[] text = Utf8.bytes(SafeText.plain(message), MOST_MESSAGE_BYTES);
    if (!isAscii(text)) {
      whole.writeBytes(BYTE_ORDER_MARK);
    }
    whole.writeBytes(text);
    return whole.toByteArray();
  }

  /** Printable ASCII without spaces; {@code -} stands for a name that has nothing of it. */
  private static String host(String name) {
    String host = name.replaceAll("[^!-~]+", "_");
    host = host.substring(0, Math.min(host.length(), MOST_HOST_CHARACTERS));
    return host.isEmpty() ? "-" : host;
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte each : bytes) {
      if (each < 0) {
        return false;
      }
    }
    return true;
  }
}
