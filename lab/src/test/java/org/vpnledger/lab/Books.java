package org.vpnledger.lab;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Puts what the program booked beside what the interface itself shows. All maps are by peer. */
final class Books {
  /** The source that reads the gateway's own tunnel. */
  static final String SOURCE = "uapi";

  private Books() {}

  /**
   * Hushes the gateway and waits until the program has read exactly what its interface shows.
   *
   * @return the interface's own counters, which stand still from now on
   */
  static Map<String, Bytes> settle(Gateway gateway, Ledger ledger) {
    gateway.hush();
    Map<String, Bytes> own = own(gateway);
    Eventually.see(
        "status shows the interface's own counters " + own,
        Eventually.PATIENCE,
        () -> status(ledger, SOURCE),
        own::equals);
    return own;
  }

  static Map<String, Bytes> own(Gateway gateway) {
    return bytes(gateway.counters());
  }

  static Map<String, Bytes> bytes(Map<String, Reading> counters) {
    Map<String, Bytes> bytes = new TreeMap<>();
    counters.forEach((peer, reading) -> bytes.put(peer, reading.bytes()));
    return bytes;
  }

  /** The counters as last read. */
  static Map<String, Bytes> status(Ledger ledger, String source) {
    return byPeer(ledger.status(), source, row -> row.bytes(""));
  }

  /** Everything that was moved, as far as the program knows: usage and what was carried in. */
  static Map<String, Bytes> total(Ledger ledger, String source) {
    return byPeer(usage(ledger), source, row -> row.bytes("").plus(row.bytes("carried_in_")));
  }

  static Map<String, Bytes> carriedIn(Ledger ledger) {
    return byPeer(usage(ledger), SOURCE, row -> row.bytes("carried_in_"));
  }

  private static Iterable<Row> usage(Ledger ledger) {
    return ledger.json("usage", "--per-peer", "--by", "day");
  }

  /** Adds up the rows of a peer: a test that runs across midnight has two days. */
  static Map<String, Bytes> byPeer(Iterable<Row> rows, String source, Function<Row, Bytes> bytes) {
    Map<String, Bytes> sums = new TreeMap<>();
    for (Row row : rows) {
      if (row.has("source", source)) {
        sums.merge(row.text("peer"), bytes.apply(row), Bytes::plus);
      }
    }
    return sums;
  }

  /** Peer by peer: two lives of an interface together. */
  static Map<String, Bytes> sum(Map<String, Bytes> one, Map<String, Bytes> other) {
    Map<String, Bytes> sums = new TreeMap<>(one);
    other.forEach((peer, bytes) -> sums.merge(peer, bytes, Bytes::plus));
    return sums;
  }
}
