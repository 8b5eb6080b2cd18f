package org.vpnledger.source.openvpn;

/** The form that a column's values have, whoever the client is. */
final class Shape {
  private static final int LONGEST_ADDRESS = 80;
  private static final int LONGEST_NUMBER = 20;

  private Shape() {}

  /** Whether the bytes from {@code from} until before {@code to} may be a value of this column. */
  static boolean fits(Column column, Line line, int from, int to) {
    int length = to - from;
    return switch (column) {
      case COMMON_NAME, USERNAME, CIPHER -> true;
      case REAL_ADDRESS -> length > 0 && length <= LONGEST_ADDRESS && isAddress(line, from, to);
      case VIRTUAL_ADDRESS, VIRTUAL_IPV6_ADDRESS ->
          length <= LONGEST_ADDRESS && isAddress(line, from, to);
      case BYTES_RECEIVED, BYTES_SENT, CONNECTED_SINCE_EPOCH, CLIENT_ID, PEER_ID, LAST_REF_EPOCH ->
          length <= LONGEST_NUMBER && isNumber(line, from, to);
      case CONNECTED_SINCE, LAST_REF -> StatusTime.isText(line, from, to);
    };
  }

  private static boolean isAddress(Line line, int from, int to) {
    for (int i = from; i < to; i++) {
      byte b = line.at(i);
      boolean letter = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
      boolean digit = b >= '0' && b <= '9';
      if (!letter && !digit && ".:[]-/@%".indexOf(b) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNumber(Line line, int from, int to) {
    for (int i = from; i < to; i++) {
      if (line.at(i) < '0' || line.at(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
