package org.vpnledger.source.openvpn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.OpenVpnClient;

/** Gathers the clients of a file. */
final class Clients {
  private static final int MOST = 100_000;

  /** What 2.3 to 2.7 print, and later versions, where a client has no number for its packets. */
  private static final long[] NO_PEER_ID = {0xffff_ffffL, 0xff_ffffL};

  private final Line line;
  private final StatusTime clock;
  private final ArrayList<OpenVpnClient> clients = new ArrayList<>();
  private long[] ids = new long[64];
  private int idCount;
  private @Nullable Row row;
  private String cipher = "";

  Clients(Line line, StatusTime clock) {
    this.line = line;
    this.clock = clock;
  }

  /** Takes the columns; so many fields come before them. */
  void header(int skipped) throws MalformedStatusException {
    if (row != null) {
      throw line.torn("a second list of clients: the file is just being written");
    }
    Columns columns =
        Columns.of(line, skipped)
            .with(
                line,
                Column.COMMON_NAME,
                Column.REAL_ADDRESS,
                Column.BYTES_RECEIVED,
                Column.BYTES_SENT,
                Column.CONNECTED_SINCE);
    // In the list itself the word HEADER is missing.
    row = new Row(line, columns, Math.max(0, skipped - 1), clock);
  }

  void row() throws MalformedStatusException {
    if (row == null) {
      throw line.malformed("a client before the header of its columns");
    }
    if (clients.size() == MOST) {
      throw line.malformed("more than " + MOST + " clients");
    }
    clients.add(client(row.laid()));
  }

  private OpenVpnClient client(Row row) throws MalformedStatusException {
    Long clientId = null;
    if (!row.isEmpty(Column.CLIENT_ID)) {
      clientId = row.number(Column.CLIENT_ID, Long.MAX_VALUE);
      remember(clientId);
    }
    return new OpenVpnClient(
        row.text(Column.COMMON_NAME),
        address(row),
        row.textIfAny(Column.VIRTUAL_ADDRESS),
        row.textIfAny(Column.VIRTUAL_IPV6_ADDRESS),
        new Counters(
            row.number(Column.BYTES_RECEIVED, Long.MAX_VALUE),
            row.number(Column.BYTES_SENT, Long.MAX_VALUE)),
        row.time(Column.CONNECTED_SINCE, Column.CONNECTED_SINCE_EPOCH),
        username(row),
        clientId,
        peerId(row),
        cipher(row));
  }

  private String address(Row row) throws MalformedStatusException {
    if (row.isEmpty(Column.REAL_ADDRESS)) {
      throw line.malformed(Column.REAL_ADDRESS.quoted() + " is empty");
    }
    return row.text(Column.REAL_ADDRESS);
  }

  private static @Nullable String username(Row row) {
    return row.isEmpty(Column.USERNAME) || row.is(Column.USERNAME, OpenVpnClient.UNDEFINED)
        ? null
        : row.text(Column.USERNAME);
  }

  private static @Nullable Long peerId(Row row) throws MalformedStatusException {
    if (row.isEmpty(Column.PEER_ID)) {
      return null;
    }
    long id = row.number(Column.PEER_ID, NO_PEER_ID[0]);
    return id == NO_PEER_ID[0] || id == NO_PEER_ID[1] ? null : id;
  }

  /** One and the same for nearly all clients. */
  private @Nullable String cipher(Row row) {
    if (row.isEmpty(Column.CIPHER)) {
      return null;
    }
    if (!row.is(Column.CIPHER, cipher)) {
      cipher = row.text(Column.CIPHER);
    }
    return cipher;
  }

  private void remember(long id) {
    if (idCount == ids.length) {
      ids = Arrays.copyOf(ids, 2 * idCount);
    }
    ids[idCount++] = id;
  }

  /**
   * All of them.
   *
   * @throws TornStatusException when a connection is listed twice: the server numbers them, so the
   *     list is the beginning of a new one and the end of an old one
   */
  List<OpenVpnClient> finished() throws TornStatusException {
    Arrays.sort(ids, 0, idCount);
    for (int i = 1; i < idCount; i++) {
      if (ids[i] == ids[i - 1]) {
        throw new TornStatusException(
            "client " + ids[i] + " is listed twice: the file is just being written");
      }
    }
    return clients;
  }
}
