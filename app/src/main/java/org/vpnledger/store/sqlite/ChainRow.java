package org.vpnledger.store.sqlite;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.vpnledger.chain.EventText;
import org.vpnledger.store.ChainVisitor;

/**
 * One row of {@link ChainRows}, made into the line that {@link EventText} makes of the same event:
 * a test holds the two equal. Texts are copied as SQLite wrote them, since it escapes the same
 * characters in the same way.
 */
final class ChainRow {
  private static final int COLUMNS = 11;
  private static final int TYPE = 1;
  private static final int TUNNEL = 2;
  private static final int PEER = 3;
  private static final int NAME = 4;
  private static final int HAPPENED = 5;
  private static final int NOTICED = 6;
  private static final int ENDPOINT = 7;
  private static final int OLD_ENDPOINT = 8;
  private static final int HANDSHAKE = 9;
  private static final int DETAIL = 10;
  private static final int NANO_DIGITS = 9;

  private static final byte[] DETAIL_KEY = key("detail");
  private static final byte[] ENDPOINT_KEY = key("endpoint");
  private static final byte[] EVENT_KEY = key("event");
  private static final byte[] HANDSHAKE_KEY = key("handshake");
  private static final byte[] HAPPENED_KEY = key("happened");
  private static final byte[] INTERFACE_KEY = key("interface");
  private static final byte[] NAME_KEY = key("name");
  private static final byte[] NOTICED_KEY = key("noticed");
  private static final byte[] OLD_ENDPOINT_KEY = key("old_endpoint");
  private static final byte[] PEER_KEY = key("peer");
  private static final byte[] SEQ_KEY = key("seq");
  private static final byte[] SOURCE_KEY = key("source");

  private final ChainRows.Names names;
  private final int[] from = new int[COLUMNS];
  private final int[] to = new int[COLUMNS];
  private byte[] row = {};
  private int end;
  private byte[] line = new byte[1024];
  private int length;
  private byte[] hash = {};

  ChainRow(ChainRows.Names names) {
    this.names = names;
  }

  long seq() {
    return number(0);
  }

  /** The canonical line, in the first {@link #length} bytes; good until the next row is read. */
  byte[] line() {
    return line;
  }

  int length() {
    return length;
  }

  /** The stored hash, see {@link ChainVisitor}. */
  byte[] hash() {
    return hash;
  }

  /** Where the row ends in its chunk. */
  int end() {
    return end;
  }

  /** Reads the row that begins there. */
  void read(byte[] chunk, int start) {
    row = chunk;
    int at = start + 1; // after the bracket
    for (int column = 0; column < COLUMNS; column++) {
      from[column] = at;
      at = chunk[at] == '"' ? afterText(at) : afterWord(at);
      to[column] = at;
      at++; // the comma, or the bracket
    }
    end = at;
    while (end < chunk.length && chunk[end] != '\n') {
      end++;
    }
    hash = HexFormat.of().parseHex(new String(chunk, at, end - at, StandardCharsets.ISO_8859_1));
    assemble();
  }

  private int afterText(int quote) {
    int at = quote + 1;
    while (row[at] != '"') {
      at += row[at] == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  private int afterWord(int start) {
    int at = start;
    while (row[at] != ',' && row[at] != ']') {
      at++;
    }
    return at;
  }

  private void assemble() {
    length = 0;
    put((byte) '{');
    text(DETAIL_KEY, DETAIL);
    text(ENDPOINT_KEY, ENDPOINT);
    text(EVENT_KEY, TYPE);
    time(HANDSHAKE_KEY, HANDSHAKE);
    time(HAPPENED_KEY, HAPPENED);
    name(INTERFACE_KEY, names.interfaces().get(number(TUNNEL)));
    text(NAME_KEY, NAME);
    time(NOTICED_KEY, NOTICED);
    text(OLD_ENDPOINT_KEY, OLD_ENDPOINT);
    name(PEER_KEY, names.peers().get(number(PEER)));
    text(SEQ_KEY, 0);
    name(SOURCE_KEY, names.sources().get(number(TUNNEL)));
    put((byte) '}');
  }

  private boolean isNull(int column) {
    return row[from[column]] == 'n';
  }

  /** A number, or −1, which is no row's, for none. */
  private long number(int column) {
    if (isNull(column)) {
      return -1;
    }
    long number = 0;
    boolean negative = row[from[column]] == '-';
    for (int i = from[column] + (negative ? 1 : 0); i < to[column]; i++) {
      number = 10 * number + (row[i] - '0');
    }
    return negative ? -number : number;
  }

  private void text(byte[] key, int column) {
    if (!isNull(column)) {
      begin(key);
      put(row, from[column], to[column]);
    }
  }

  private void name(byte[] key, byte @org.jspecify.annotations.Nullable [] text) {
    if (text != null) {
      begin(key);
      put(text, 0, text.length);
    }
  }

  /** Seconds and nine decimals. */
  private void time(byte[] key, int column) {
    if (isNull(column)) {
      return;
    }
    begin(key);
    put((byte) '"');
    int digits = to[column] - from[column];
    if (digits > NANO_DIGITS && row[from[column]] != '-') {
      int point = to[column] - NANO_DIGITS;
      put(row, from[column], point);
      put((byte) '.');
      put(row, point, to[column]);
    } else { // of the first second of 1970, or before it
      byte[] text = EventText.time(number(column)).getBytes(StandardCharsets.US_ASCII);
      put(text, 0, text.length);
    }
    put((byte) '"');
  }

  private void begin(byte[] key) {
    if (length > 1) {
      put((byte) ',');
    }
    put(key, 0, key.length);
  }

  private void put(byte one) {
    if (length == line.length) {
      line = Arrays.copyOf(line, 2 * length);
    }
    line[length++] = one;
  }

  private void put(byte[] bytes, int start, int stop) {
    int more = stop - start;
    if (length + more > line.length) {
      line = Arrays.copyOf(line, 2 * (length + more));
    }
    System.arraycopy(bytes, start, line, length, more);
    length += more;
  }

  private static byte[] key(String name) {
    return ("\"" + name + "\":").getBytes(StandardCharsets.US_ASCII);
  }
}
