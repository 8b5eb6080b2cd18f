package org.vpnledger.flow.peer;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Address;
import org.vpnledger.vpn.Network;

/**
 * Whose addresses are, in one tunnel at one moment: of the networks that hold one, the smallest.
 */
public final class PeerTable {
  /** Of a tunnel of which nothing is known. */
  public static final PeerTable EMPTY = new PeerTable(Map.of());

  private final Map<Network, Owner> owners;
  private final List<Integer> ipv4; // prefixes that occur, longest first
  private final List<Integer> ipv6;

  /**
   * Who has a network.
   *
   * @param peer public key or common name
   * @param name what it is called, absent if it has no name
   */
  public record Owner(String peer, @Nullable String name) {}

  /** With these networks and their owners. */
  public PeerTable(Map<Network, Owner> owners) {
    this.owners = Map.copyOf(owners);
    ipv4 = prefixes(true);
    ipv6 = prefixes(false);
  }

  private List<Integer> prefixes(boolean isIpv4) {
    return owners.keySet().stream()
        .filter(network -> network.first().isIpv4() == isIpv4)
        .map(Network::prefix)
        .distinct()
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  /** Who has the address, absent if nobody does. */
  public @Nullable Owner owner(Address address) {
    for (int prefix : address.isIpv4() ? ipv4 : ipv6) {
      Owner owner = owners.get(new Network(address, prefix));
      if (owner != null) {
        return owner;
      }
    }
    return null;
  }

  /**
   * From peers' networks as they are written.
   *
   * @param networks of each owner, in CIDR; what is none is passed over, and what several have is
   *     the last one's
   */
  public static PeerTable of(Map<Owner, List<String>> networks) {
    Map<Network, Owner> owners = new HashMap<>();
    networks.forEach((owner, texts) -> {
      for (String text : texts) {
        Network network = Network.parse(text);
        if (network != null) {
          owners.put(network, owner);
        }
      }
    });
    return owners.isEmpty() ? EMPTY : new PeerTable(owners);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PeerTable table && table.owners.equals(owners);
  }

  @Override
  public int hashCode() {
    return owners.hashCode();
  }
}
