package org.vpnledger.lab.inside;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.vpnledger.source.Source;
import org.vpnledger.source.SystemObservationClock;
import org.vpnledger.source.wireguard.CommandSource;
import org.vpnledger.source.wireguard.InterfaceFilter;
import org.vpnledger.source.wireguard.LocalLinks;
import org.vpnledger.source.wireguard.Moments;
import org.vpnledger.source.wireguard.NetlinkSource;
import org.vpnledger.source.wireguard.Place;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Noticing;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.Observation.Read;
import org.vpnledger.vpn.PeerKey;

/**
 * Reads the kernel's WireGuard by netlink and by {@code wg show all dump}, and compares. Prints one
 * line and exits with 0, or says what differs and exits with 1.
 */
public final class TwoReadings {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private TwoReadings() {}

  /** {@code equal}, {@code changing READS SECONDS} or {@code time LOOKS}. */
  public static void main(String... arguments) throws Exception {
    try (Source netlink =
            new NetlinkSource(
                "n",
                Place.HERE,
                InterfaceFilter.ALL,
                PATIENCE,
                true,
                new Moments(Noticing.POLLS),
                new SystemObservationClock());
        Source command =
            new CommandSource(
                "n",
                List.of("wg", "show", "all", "dump"),
                InterfaceFilter.ALL,
                PATIENCE,
                LocalLinks.LOCAL,
                new SystemObservationClock())) {
      switch (arguments[0]) {
        case "equal" -> equal(reads(netlink), reads(command));
        case "changing" ->
            changing(netlink, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        case "time" -> time(netlink, command, Integer.parseInt(arguments[1]));
        default -> throw new IllegalArgumentException(arguments[0]);
      }
    }
  }

  private static Map<String, Read> reads(Source source) throws Exception {
    Map<String, Read> reads = new TreeMap<>();
    for (Observation observation : source.poll()) {
      if (observation instanceof Read read) {
        reads.put(read.tunnel().interfaceName(), read);
      } else if (observation instanceof Observation.ReadFailed failed) {
        fail(failed.reason());
      }
    }
    return reads;
  }

  private static void equal(Map<String, Read> netlink, Map<String, Read> command) {
    if (!netlink.keySet().equals(command.keySet()) || netlink.isEmpty()) {
      fail("interfaces " + netlink.keySet() + " and " + command.keySet());
    }
    int peers = 0;
    int networks = 0;
    for (Read read : netlink.values()) {
      Read other = Objects.requireNonNull(command.get(read.tunnel().interfaceName()));
      if (!plain(read.device()).equals(plain(other.device()))) {
        fail(read.device() + " is not " + other.device());
      }
      for (int i = 0; i < Math.max(read.connections().size(), other.connections().size()); i++) {
        if (i >= read.connections().size()
            || i >= other.connections().size()
            || !read.connections().get(i).equals(other.connections().get(i))) {
          fail("peer " + i + ": " + read.connections().get(i) + " is not " + other.connections());
        }
        networks += read.connections().get(i).allowedIps().size();
      }
      peers += read.connections().size();
    }
    System.out.println(
        "equal: %d interfaces, %d peers, %d networks".formatted(netlink.size(), peers, networks));
  }

  private static Device plain(Device device) {
    return new Device(device.publicKey(), device.listenPort(), device.firewallMark());
  }

  /**
   * While peers come and go: those that stay are in every read, once, and as they are. It ends
   * after so many whole reads, once two of them differ, or when its time is over.
   */
  private static void changing(Source source, int reads, int seconds) throws Exception {
    Map<PeerKey, Connection> steady = null;
    Set<Integer> sizes = new HashSet<>();
    int whole = 0;
    int refused = 0;
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    while ((whole < reads || sizes.size() < 2) && System.nanoTime() < end) {
      for (Observation observation : source.poll()) {
        switch (observation) {
          case Read read -> {
            Map<PeerKey, Connection> shown = byKey(read);
            whole++;
            sizes.add(shown.size());
            steady = steady == null ? shown : common(steady, shown);
          }
          case Observation.ReadFailed _ -> refused++;
          default -> {}
        }
      }
    }
    System.out.println(
        "whole %d refused %d steady %d sizes %d"
            .formatted(whole, refused, steady == null ? 0 : steady.size(), sizes.size()));
  }

  private static Map<PeerKey, Connection> byKey(Read read) {
    Map<PeerKey, Connection> peers = new HashMap<>();
    for (Connection connection : read.connections()) {
      if (peers.put(connection.peer(), connection) != null) {
        fail(connection.peer() + " is there twice");
      }
    }
    return peers;
  }

  /** A peer that both reads show must be the same in both: nobody changes one, nothing moves. */
  private static Map<PeerKey, Connection> common(
      Map<PeerKey, Connection> before, Map<PeerKey, Connection> now) {
    Map<PeerKey, Connection> both = new HashMap<>(before);
    both.keySet().retainAll(now.keySet());
    both.forEach((key, connection) -> {
      if (!connection.equals(now.get(key))) {
        fail(connection + " became " + now.get(key));
      }
    });
    return both;
  }

  private static void time(Source netlink, Source command, int looks) throws Exception {
    for (int i = 0; i < looks; i++) {
      netlink.poll(); // warm
    }
    long[] byNetlink = timed(netlink, looks);
    long[] byCommand = timed(command, Math.max(3, looks / 5));
    System.out.println(
        "netlink %d %d wg %d %d"
            .formatted(
                byNetlink[byNetlink.length / 2],
                byNetlink[0],
                byCommand[byCommand.length / 2],
                byCommand[0]));
  }

  /** Microseconds of each look, in ascending order. */
  private static long[] timed(Source source, int looks) throws Exception {
    long[] took = new long[looks];
    for (int i = 0; i < looks; i++) {
      long start = System.nanoTime();
      source.poll();
      took[i] = (System.nanoTime() - start) / 1000;
    }
    Arrays.sort(took);
    return took;
  }

  private static void fail(String what) {
    System.out.println("differs: " + what.substring(0, Math.min(what.length(), 2000)));
    System.exit(1);
  }
}
