package org.vpnledger.vpn;

import java.time.Instant;

/**
 * An address inside a tunnel, and the client that it leads to.
 *
 * @param virtualAddress as printed: an IPv4 or IPv6 address, a network behind the client ({@code
 *     10.9.0.0/24}), or on a tap interface a hardware address, with its VLAN ({@code
 *     02:00:5e:00:53:01@0})
 * @param cached whether it was learned as a host of such a network and will be forgotten (printed
 *     with a {@code C} behind it)
 * @param commonName of the client
 * @param realAddress where the client connects from, as it is printed for the client
 * @param lastRef when a packet last went that way, in whole seconds of the server's clock
 */
public record OpenVpnRoute(
    String virtualAddress,
    boolean cached,
    String commonName,
    String realAddress,
    Instant lastRef) {}
