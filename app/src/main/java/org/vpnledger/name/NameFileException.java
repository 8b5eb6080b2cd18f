package org.vpnledger.name;

import java.io.Serial;

/**
 * A names file whose content is of no use. The message is one line for people, as in {@code
 * /etc/wireguard/wg0.json:12:3: a string is not closed}. It never quotes the file and has no cause:
 * the parser's own message would quote whatever stands there, and that may be a private key.
 */
public final class NameFileException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  /** With a message as described above. */
  public NameFileException(String message) {
    super(message);
  }

  /** A problem at a byte of the file, given as line and column. */
  static NameFileException at(String file, byte[] content, int offset, String problem) {
    int end = Math.min(Math.max(offset, 0), content.length);
    int line = 1;
    int column = 1;
    for (int i = 0; i < end; i++) {
      if (content[i] == '\n') {
        line++;
        column = 1;
      } else if ((content[i] & 0xC0) != 0x80) { // a column is a character, not a byte of UTF-8
        column++;
      }
    }
    return new NameFileException(file + ":" + line + ":" + column + ": " + problem);
  }
}
