package org.vpnledger.vpn;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server's status file shows, see {@code --status} in openvpn(8).
 *
 * @param title what the server says of itself ({@code OpenVPN 2.6.14 x86_64-pc-linux-gnu [SSL
 *     (OpenSSL)] …}), absent in version 1 of the file, which lacks it
 * @param updated when the server wrote the file, in whole seconds of its own clock
 * @param clients who is connected, in the file's order; of several with the same common name each
 *     is one
 * @param routes which addresses lead to whom, in the file's order
 * @param maxBcastMcastQueueLength the longest that the queue of broadcasts has been, in packets;
 *     absent where the server has no such queue
 * @param dcoEnabled whether the kernel moves the packets (data channel offload), absent where the
 *     server does not say it: before 2.6, and in version 1
 */
public record OpenVpnStatus(
    @Nullable String title,
    Instant updated,
    List<OpenVpnClient> clients,
    List<OpenVpnRoute> routes,
    @Nullable Integer maxBcastMcastQueueLength,
    @Nullable Boolean dcoEnabled) {

  public OpenVpnStatus {
    clients = List.copyOf(clients);
    routes = List.copyOf(routes);
  }

  /** The server's version, {@code 2.6.14}; absent if the title does not tell. */
  public @Nullable String version() {
    return word(1);
  }

  /** What it was built for, {@code x86_64-pc-linux-gnu}; absent if the title does not tell. */
  public @Nullable String architecture() {
    return word(2);
  }

  /** A word of the title, but for those in brackets: a build from git names its commit there. */
  private @Nullable String word(int wanted) {
    if (title == null || !title.startsWith("OpenVPN ")) {
      return null;
    }
    int number = 0;
    for (String word : title.split(" ", -1)) {
      if (!word.isEmpty() && !word.startsWith("[") && number++ == wanted) {
        return word;
      }
    }
    return null;
  }
}
