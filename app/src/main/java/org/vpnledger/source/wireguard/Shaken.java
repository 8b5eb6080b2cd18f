package org.vpnledger.source.wireguard;

import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.vpnledger.kernel.trace.Hit;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.PeerKey;

/**
 * A handshake that the kernel completed.
 *
 * @param monotonicNanos when, on the clock of {@link System#nanoTime}
 * @param namespace the inode of the network namespace that the interface is in: there may be others
 *     with an interface of that index
 * @param ifindex the interface's index there
 * @param peer who
 * @param endpoint where, absent if it has a zone: that is a name, which only its namespace knows
 */
public record Shaken(
    long monotonicNanos, long namespace, int ifindex, PeerKey peer, @Nullable Endpoint endpoint) {
  static final String KEY = "key";
  static final String INDEX = "ifindex";
  static final String NAMESPACE = "netns";
  static final String FAMILY = "family";
  static final String PORT = "port";
  static final String IPV4 = "ipv4";
  static final String IPV6 = "ipv6";
  static final String SCOPE = "scope";

  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;

  /** Absent when something is missing that it cannot do without. */
  static @Nullable Shaken of(Hit hit) {
    byte[] key = hit.bytes(KEY);
    Long index = hit.number(INDEX);
    Long namespace = hit.number(NAMESPACE);
    if (key == null || key.length != RawPeer.KEY || index == null || namespace == null) {
      return null;
    }
    PeerKey peer = new PeerKey(Base64.getEncoder().encodeToString(key));
    return new Shaken(hit.monotonicNanos(), namespace, index.intValue(), peer, endpoint(hit));
  }

  private static @Nullable Endpoint endpoint(Hit hit) {
    Long family = hit.number(FAMILY);
    byte[] port = hit.bytes(PORT);
    if (family == null || port == null || port.length != 2) {
      return null;
    }
    int number = (port[0] & 0xff) << 8 | (port[1] & 0xff);
    byte[] ipv4 = hit.bytes(IPV4);
    if (family == AF_INET && ipv4 != null && ipv4.length == 4) {
      return new Endpoint(InetText.ipv4(ipv4, 0), number);
    }
    byte[] ipv6 = hit.bytes(IPV6);
    Long scope = hit.number(SCOPE);
    if (family != AF_INET6 || ipv6 == null || ipv6.length != 16 || scope == null || scope != 0) {
      return null;
    }
    return new Endpoint(InetText.ipv6(ipv6, 0), number);
  }
}
