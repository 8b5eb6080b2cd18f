package org.vpnledger.vpn;

import org.jspecify.annotations.Nullable;

/**
 * What a read shows of the tunnel itself. There is no place for a private key here: parsers drop
 * it.
 *
 * @param publicKey the server's own public key in base64, absent when the device has none
 * @param listenPort UDP port, 0 if none
 * @param firewallMark 0 when off
 * @param troubles what its interface lost, absent where that is not to be seen
 * @param noticing how handshakes are noticed until the next read
 * @param protocol what it speaks
 */
public record Device(
    @Nullable String publicKey,
    int listenPort,
    long firewallMark,
    @Nullable LinkTroubles troubles,
    Noticing noticing,
    Protocol protocol) {

  /** An OpenVPN server: its status tells nothing of itself. */
  public static final Device OPENVPN =
      new Device(null, 0, 0, null, Noticing.POLLS, Protocol.OPENVPN);

  /** A WireGuard device of which nothing else is known. */
  public Device(@Nullable String publicKey, int listenPort, long firewallMark) {
    this(publicKey, listenPort, firewallMark, null, Noticing.POLLS, Protocol.WIREGUARD);
  }

  /** The same with what its interface lost. */
  public Device with(@Nullable LinkTroubles lost) {
    return new Device(publicKey, listenPort, firewallMark, lost, noticing, protocol);
  }

  /** The same with how handshakes are noticed. */
  public Device with(Noticing way) {
    return new Device(publicKey, listenPort, firewallMark, troubles, way, protocol);
  }
}
