package org.vpnledger.audit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.vpnledger.report.SafeText;

/**
 * Fields as an element of structured data, RFC 5424 section 6.3. 32473 is the enterprise number
 * that RFC 5612 gives to whoever has none.
 */
final class StructuredData {
  private static final int MOST_VALUE_BYTES = 512;
  private static final int MOST_BYTES = 6144;
  private static final String ELEMENT = "[vpnledger@32473";

  private StructuredData() {}

  /** The element, whole; what does not fit any more is left out. */
  static byte[] of(List<EventField> fields) {
    ByteArrayOutputStream element = new ByteArrayOutputStream();
    element.writeBytes(ELEMENT.getBytes(StandardCharsets.US_ASCII));
    for (EventField field : fields) {
      byte[] parameter = parameter(field);
      // What the row says fits always: this is for whoever adds fields.
      if (element.size() + parameter.length <= MOST_BYTES) {
        element.writeBytes(parameter);
      }
    }
    element.write(']');
    return element.toByteArray();
  }

  private static byte[] parameter(EventField field) {
    ByteArrayOutputStream parameter = new ByteArrayOutputStream();
    parameter.writeBytes((" " + field.name() + "=\"").getBytes(StandardCharsets.US_ASCII));
    for (byte each : Utf8.bytes(SafeText.plain(field.value()), MOST_VALUE_BYTES)) {
      if (each == '"' || each == '\\' || each == ']') {
        parameter.write('\\');
      }
      parameter.write(each);
    }
    parameter.write('"');
    return parameter.toByteArray();
  }
}
