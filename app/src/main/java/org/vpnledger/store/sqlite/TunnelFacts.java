package org.vpnledger.store.sqlite;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.LinkTroubles;
import org.vpnledger.vpn.Noticing;
import org.vpnledger.vpn.Protocol;

/** The columns of a tunnel that tell how it is watched, and of its interface. */
final class TunnelFacts {
  /** In the order in which they are read and written. */
  static final String COLUMNS = "protocol, noticing, rx_errors, tx_errors, rx_dropped, tx_dropped";

  private TunnelFacts() {}

  static void put(Row.Writer row, @Nullable Device device) throws SQLException {
    LinkTroubles troubles = device == null ? null : device.troubles();
    row.put((device == null ? Protocol.WIREGUARD : device.protocol()).label())
        .put((device == null ? Noticing.POLLS : device.noticing()).label())
        .putNullable(troubles == null ? null : troubles.rxErrors())
        .putNullable(troubles == null ? null : troubles.txErrors())
        .putNullable(troubles == null ? null : troubles.rxDropped())
        .putNullable(troubles == null ? null : troubles.txDropped());
  }

  static Protocol protocol(Row.Reader row) throws SQLException {
    return row.text().equals(Protocol.OPENVPN.label()) ? Protocol.OPENVPN : Protocol.WIREGUARD;
  }

  static Noticing noticing(Row.Reader row) throws SQLException {
    String label = row.text();
    for (Noticing noticing : Noticing.values()) {
      if (noticing.label().equals(label)) {
        return noticing;
      }
    }
    return Noticing.POLLS;
  }

  static @Nullable LinkTroubles troubles(Row.Reader row) throws SQLException {
    Long rxErrors = row.nullableNumber();
    long txErrors = row.number();
    long rxDropped = row.number();
    long txDropped = row.number();
    return rxErrors == null ? null : new LinkTroubles(rxErrors, txErrors, rxDropped, txDropped);
  }
}
