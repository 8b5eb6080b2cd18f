package org.vpnledger.flow.ipfix;

import java.nio.ByteBuffer;

/**
 * A message that lacks only what is known when it is sent: the time, and how many records went
 * before it. So it can be sent anew on another connection, where counting begins anew.
 *
 * @param bytes from its version to its end
 * @param records how many of data it has; templates do not count (RFC 7011, 3.1)
 */
record IpfixMessage(ByteBuffer bytes, int records) {
  /** Where the header has the seconds of its export, since 1970. */
  static final int EXPORT_TIME = 4;

  static final int SEQUENCE = 8;

  /** To be sent at that time after that many records, both modulo 2^32. */
  ByteBuffer stamped(long seconds, long sequence) {
    bytes.putInt(EXPORT_TIME, (int) seconds).putInt(SEQUENCE, (int) sequence);
    return bytes.duplicate();
  }
}
