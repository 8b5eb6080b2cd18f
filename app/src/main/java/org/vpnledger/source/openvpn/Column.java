package org.vpnledger.source.openvpn;

import org.jspecify.annotations.Nullable;

/** What a status file tells in columns, by the names in its headers; others are passed over. */
enum Column {
  COMMON_NAME("Common Name"),
  REAL_ADDRESS("Real Address"),
  VIRTUAL_ADDRESS("Virtual Address"),
  VIRTUAL_IPV6_ADDRESS("Virtual IPv6 Address"),
  BYTES_RECEIVED("Bytes Received"),
  BYTES_SENT("Bytes Sent"),
  CONNECTED_SINCE("Connected Since"),
  CONNECTED_SINCE_EPOCH("Connected Since (time_t)"),
  USERNAME("Username"),
  CLIENT_ID("Client ID"),
  PEER_ID("Peer ID"),
  CIPHER("Data Channel Cipher"),
  LAST_REF("Last Ref"),
  LAST_REF_EPOCH("Last Ref (time_t)");

  private static final Column[] ALL = values();

  private final String title;
  private final String quoted;

  Column(String title) {
    this.title = title;
    this.quoted = '"' + title + '"';
  }

  /** The column with this title; absent for one that is not known. */
  static @Nullable Column titled(String title) {
    for (Column column : ALL) {
      if (column.title.equals(title)) {
        return column;
      }
    }
    return null;
  }

  /** A number for arrays that live as long as one read: a map is asked too often for its price. */
  @SuppressWarnings("EnumOrdinal")
  int slot() {
    return ordinal();
  }

  /** Its title, quoted. */
  String quoted() {
    return quoted;
  }
}
