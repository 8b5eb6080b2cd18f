package org.vpnledger.source.wireguard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Device;

/**
 * One interface as one read shows it. Two reads of an unchanged interface are equal, whichever way
 * it was read.
 *
 * @param device the interface itself
 * @param connections its peers, each once, in the order of their keys: implementations list them in
 *     any order
 * @param handshakesAreAges whether the implementation gave ages in place of times, so that the
 *     handshakes are only as exact as this read's wall clock
 */
public record Snapshot(Device device, List<Connection> connections, boolean handshakesAreAges) {
  private static final Comparator<Connection> BY_KEY = Comparator.comparing(Connection::peer);

  public Snapshot {
    connections = List.copyOf(connections);
  }

  /** Sorts what a parser has found, and refuses a peer that is listed twice. */
  static Snapshot of(Device device, ArrayList<Connection> found, boolean handshakesAreAges)
      throws MalformedReadException {
    found.sort(BY_KEY);
    for (int i = 1; i < found.size(); i++) {
      if (found.get(i).peer().equals(found.get(i - 1).peer())) {
        throw new MalformedReadException("peer " + found.get(i).peer() + " is listed twice");
      }
    }
    return new Snapshot(device, found, handshakesAreAges);
  }
}
