package org.vpnledger.vpn;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a server's status file shows of one connection. The names come from certificates and logins:
 * any text without control characters below 32, commas and quotes among it.
 *
 * @param commonName of the certificate, or the login where the server takes that for it; {@value
 *     #UNDEFINED} before it is known, and always where nobody needs a certificate
 * @param realAddress where it connects from, as printed; {@link #endpoint} reads it
 * @param virtualAddress its IPv4 address inside the tunnel, absent when it has none, before it is
 *     connected, and in version 1 of the file
 * @param virtualIpv6Address the same for IPv6
 * @param counters cumulative bytes on the link since it connected; rx is what the server received
 * @param connectedSince when its connection began, in whole seconds of the server's clock
 * @param username its login, absent when it has none or is not yet accepted, and in version 1
 * @param clientId the connection's number, given once in a server's life; absent before 2.4, in
 *     version 1, and without the management interface in the build
 * @param peerId the number in its data packets, given again when it is free; absent before 2.4, in
 *     version 1, and when it has none
 * @param cipher of the data channel, absent before 2.5 and in version 1
 */
public record OpenVpnClient(
    String commonName,
    String realAddress,
    @Nullable String virtualAddress,
    @Nullable String virtualIpv6Address,
    Counters counters,
    Instant connectedSince,
    @Nullable String username,
    @Nullable Long clientId,
    @Nullable Long peerId,
    @Nullable String cipher) {

  /** What stands for a name that is not known. */
  public static final String UNDEFINED = "UNDEF";

  /** The protocols that 2.7 puts before an address all begin with one of these. */
  private static final String[] PROTOCOLS = {"udp", "tcp"};

  /**
   * Whether the server has let it in, as far as the file tells. Strangers that knock are listed
   * too, several at once, without a name and all alike. But a server that asks for no names lets in
   * clients without any: an address inside the tunnel is given to nobody else.
   */
  public boolean authenticated() {
    return !commonName.equals(UNDEFINED)
        || username != null
        || virtualAddress != null
        || virtualIpv6Address != null;
  }

  /**
   * Where it connects from: {@code 192.0.2.1:5555}, {@code 2001:db8::1} (until 2.6 there is no port
   * with IPv6), {@code udp4:192.0.2.1:5555} or {@code tcp6-server:[2001:db8::1]:5555} (since 2.7).
   *
   * @return with port 0 where none is printed; absent if the address is none of these
   */
  public @Nullable Endpoint endpoint() {
    return endpoint(realAddress);
  }

  /** The same of a real address that some other program has kept. */
  public static @Nullable Endpoint endpoint(String realAddress) {
    String address = withoutProtocol(realAddress);
    boolean onlyHost = !address.startsWith("[") && address.indexOf(':') != address.lastIndexOf(':');
    if (onlyHost) {
      return Endpoint.isHost(address) ? new Endpoint(address, 0) : null;
    }
    return Endpoint.parse(address);
  }

  private static String withoutProtocol(String address) {
    for (String protocol : PROTOCOLS) {
      int colon = address.startsWith(protocol) ? address.indexOf(':') : -1;
      if (colon > 0) {
        return address.substring(colon + 1);
      }
    }
    return address;
  }
}
