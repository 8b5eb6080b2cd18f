package org.vpnledger.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vpnledger.vpn.Network;

/**
 * The flow log: {@code [flow]} of the settings.
 *
 * @param folder of its files, absolute
 * @param interfaces none: every tunnel that the ledger reads on this machine
 * @param log {@code packets}, {@code flows}, {@code totals} or {@code none}
 * @param destinations {@code whole}, {@code truncated} or {@code hashed}
 * @param dns whether names that are looked up are logged
 * @param filter empty for none
 * @param format {@code parquet}, {@code csv.zst} or {@code csv.gz}
 * @param idleTimeout without a packet after which a flow is over
 * @param activeTimeout after which one that goes on is written
 * @param tableSize how many flows may be under way
 * @param ringBytes for waiting packets of each interface
 * @param keyRotationDays how long a key lives that hashes destinations
 * @param ipfix empty for none, else {@code udp://…} or {@code tcp://…}
 * @param rules the first that matches and says something decides it
 */
public record FlowSection(
    boolean enabled,
    Path folder,
    List<String> interfaces,
    String log,
    String destinations,
    boolean dns,
    String filter,
    String format,
    Duration idleTimeout,
    Duration activeTimeout,
    int tableSize,
    long ringBytes,
    Duration segmentInterval,
    int segmentRows,
    int keyRotationDays,
    String ipfix,
    Retention retention,
    List<Rule> rules) {
  public FlowSection {
    interfaces = List.copyOf(interfaces);
    rules = List.copyOf(rules);
  }

  /** The same for another ledger, where nothing is captured. */
  FlowSection off(Path data) {
    return new FlowSection(
        false,
        data.resolve("flow"),
        List.of(),
        log,
        destinations,
        dns,
        filter,
        format,
        idleTimeout,
        activeTimeout,
        tableSize,
        ringBytes,
        segmentInterval,
        segmentRows,
        keyRotationDays,
        "",
        retention,
        rules);
  }

  /** Days for which each data set of the flow log is kept; 0 for ever. */
  public record Retention(int packets, int flows, int dns, int totals) {}

  /**
   * What is logged about some: about whom of all that are given, and what, where it is given.
   *
   * @param peer its name, public key or common name
   * @param network of either side's address
   * @param tunnel an interface's name
   * @param log as in {@link FlowSection}, and so the others
   */
  public record Rule(
      Optional<String> peer,
      Optional<Network> network,
      Optional<String> tunnel,
      Optional<String> log,
      Optional<String> destinations,
      Optional<Boolean> dns) {}
}
