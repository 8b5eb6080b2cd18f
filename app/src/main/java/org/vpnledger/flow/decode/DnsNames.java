package org.vpnledger.flow.decode;

import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * Reads names, RFC 1035 (4.1.4): labels, each behind its length, up to an empty one or a pointer to
 * where the name goes on. A pointer has to point further back than the one before, and a name is of
 * 255 bytes and so many pointers at most, so no name takes long.
 */
final class DnsNames {
  private static final int POINTER = 0xc0;
  private static final int LONGEST = 255;
  private static final int MOST_POINTERS = 128; // one before each label, and the end

  private final ByteBuffer message;
  private final StringBuilder name = new StringBuilder();

  DnsNames(ByteBuffer message) {
    this.message = message;
  }

  /** The name that begins at the message's position, which moves behind it. */
  String read() throws MalformedDnsException {
    name.setLength(0);
    int at = message.position();
    int earliest = at;
    int after = -1;
    int bytes = 1;
    int pointers = 0;
    while (true) {
      int length = octet(at);
      if ((length & POINTER) == POINTER) {
        after = after < 0 ? at + 2 : after;
        int to = (length & ~POINTER) << 8 | octet(at + 1);
        if (to >= earliest || ++pointers > MOST_POINTERS) {
          throw new MalformedDnsException();
        }
        earliest = to;
        at = to;
      } else if (length == 0) {
        message.position(after < 0 ? at + 1 : after);
        return name.toString().toLowerCase(Locale.ROOT);
      } else {
        bytes += 1 + length;
        if (length >= 64 || bytes > LONGEST) {
          throw new MalformedDnsException();
        }
        label(at + 1, length);
        at += 1 + length;
      }
    }
  }

  private void label(int from, int length) throws MalformedDnsException {
    if (!name.isEmpty()) {
      name.append('.');
    }
    for (int i = from; i < from + length; i++) {
      int c = octet(i);
      if (c > ' ' && c < 0x7f && c != '.' && c != '\\') {
        name.append((char) c);
      } else {
        name.append('\\').append(c / 100).append(c / 10 % 10).append(c % 10);
      }
    }
  }

  private int octet(int at) throws MalformedDnsException {
    if (at >= message.limit()) {
      throw new MalformedDnsException();
    }
    return message.get(at) & 0xff;
  }
}
