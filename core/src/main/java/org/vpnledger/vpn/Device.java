package org.vpnledger.vpn;

import org.jspecify.annotations.Nullable;

/**
 * What a read shows of the tunnel itself. There is no place for a private key here: parsers drop
 * it.
 *
 * @param publicKey the server's own public key in base64, absent when the device has none
 * @param listenPort UDP port, 0 if none
 * @param firewallMark 0 when off
 */
public record Device(@Nullable String publicKey, int listenPort, long firewallMark) {}
