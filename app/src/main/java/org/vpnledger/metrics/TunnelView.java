package org.vpnledger.metrics;

import org.vpnledger.ledger.TunnelState;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Protocol;

/**
 * A tunnel as a dialect shows it.
 *
 * @param state what is known of it
 * @param label its interface, with its source where there are several of that name
 * @param current whether what is known is of now
 */
record TunnelView(TunnelState state, String label, boolean current) {
  boolean isWireGuard() {
    Device device = state.device();
    return device == null || device.protocol() == Protocol.WIREGUARD;
  }
}
