package org.vpnledger.vpn;

import org.jspecify.annotations.Nullable;

/**
 * What a peer is called, and who says so.
 *
 * @param text the display name
 * @param origin where the name was read, one line for people as in {@code /etc/wireguard/wg0.json
 *     (wg-easy)}; absent when that is not known
 */
public record GivenName(String text, @Nullable String origin) {}
