package org.vpnledger.flow.peer;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.flow.Direction;
import org.vpnledger.flow.decode.DnsMessage;
import org.vpnledger.flow.decode.Packet;
import org.vpnledger.flow.table.Label;
import org.vpnledger.flow.table.Labels;
import org.vpnledger.vpn.Address;

/**
 * Finds out whose packets are. The peer's side is where a packet comes from if the gateway received
 * it, and where it goes if the gateway sent it. Used by one thread.
 */
public final class Attribution implements Labels {
  private final Map<Integer, PeerTable> tables = new HashMap<>();
  private final HostBook<Address> ofClients = new HostBook<>();
  private final HostBook<Device> ofPeers = new HostBook<>();

  /** A peer of one tunnel, whichever of its addresses it uses. */
  private record Device(int source, String peer) {}

  /**
   * Who has which address in a tunnel from now on.
   *
   * @param source what {@link Packet#source} says
   * @return whether that is another answer than before for some address
   */
  public boolean peers(int source, PeerTable table) {
    PeerTable before = tables.put(source, table);
    return before != null && !before.equals(table);
  }

  /** Who has the address in that tunnel, absent if nobody does. */
  public PeerTable.@Nullable Owner owner(int source, Address address) {
    return tables.getOrDefault(source, PeerTable.EMPTY).owner(address);
  }

  /**
   * Whose a packet or flow is, absent if nobody's.
   *
   * @param direction which way it goes: the peer is where it comes from if the gateway received it
   */
  public PeerTable.@Nullable Owner owner(
      int source, Direction direction, Address src, Address dst) {
    return switch (direction) {
      case RX -> owner(source, src);
      case TX -> owner(source, dst);
      case UNKNOWN -> {
        PeerTable.Owner sender = owner(source, src);
        yield sender == null ? owner(source, dst) : sender;
      }
    };
  }

  /** Learns names from answers of DNS. */
  public void learn(Packet packet) {
    PeerTable.Owner owner = owner(packet.source(), packet.dst());
    for (DnsMessage message : packet.dns()) {
      ofClients.note(message, packet.dst(), packet.timestampNs());
      if (owner != null) {
        Device device = new Device(packet.source(), owner.peer());
        ofPeers.note(message, device, packet.timestampNs());
      }
    }
  }

  @Override
  public Label of(Packet first) {
    Address src = first.src();
    Address dst = first.dst();
    boolean fromPeer =
        switch (first.direction()) {
          case RX -> true;
          case TX -> false;
          case UNKNOWN -> owner(first.source(), src) != null;
        };
    Address own = fromPeer ? src : dst;
    Address other = fromPeer ? dst : src;
    PeerTable.Owner owner = owner(first.source(), own);
    String host = ofClients.host(own, other, first.timestampNs());
    if (host == null && owner != null) {
      // It may have asked from another address, as for hosts of IPv6 over IPv4.
      Device device = new Device(first.source(), owner.peer());
      host = ofPeers.host(device, other, first.timestampNs());
    } else if (host == null && first.direction() == Direction.UNKNOWN) {
      host = ofClients.host(other, own, first.timestampNs()); // who asked is the client
    }
    if (owner == null) {
      return host == null ? Label.NONE : new Label(null, null, host);
    }
    return new Label(owner.peer(), owner.name(), host);
  }
}
