package org.vpnledger.audit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.vpnledger.report.SafeText;
import org.vpnledger.store.EventRow;

/**
 * A message to the log daemon of the same machine, as syslog(3) writes it to {@code /dev/log}:
 * without a host, and here without a time, which the daemon gives. What listens there reads no RFC
 * 5424 as a rule, so that the fields, in that standard's form, follow the message:
 *
 * <pre>
 * &lt;85&gt;vpnledger: ONLINE  [wg0] … [vpnledger@32473 seq="7" event="ONLINE" …]
 * </pre>
 */
public final class LocalSyslogFormat implements EventFormat {
  private static final int MOST_MESSAGE_BYTES = 1024;

  private final String gateway;

  /** For a gateway of that name. */
  public LocalSyslogFormat(String gateway) {
    this.gateway = gateway;
  }

  @Override
  public byte[] format(EventRow row, String message, List<EventField> more) {
    int priority = Severity.FACILITY * 8 + Severity.of(row.event().type()).number();
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    String header = "<%d>%s: ".formatted(priority, IDENTIFIER);
    whole.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    whole.writeBytes(Utf8.bytes(SafeText.plain(message), MOST_MESSAGE_BYTES));
    whole.write(' ');
    whole.writeBytes(StructuredData.of(EventField.of(gateway, row, more)));
    return whole.toByteArray();
  }
}
