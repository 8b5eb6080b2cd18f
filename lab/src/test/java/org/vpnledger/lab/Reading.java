package org.vpnledger.lab;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an interface itself shows of one peer.
 *
 * @param endpoint absent if the peer was never seen
 * @param handshake absent if there never was one
 */
record Reading(Bytes bytes, @Nullable String endpoint, @Nullable Instant handshake) {

  /**
   * Reads {@code wg show IFACE dump}: a line for the interface, then one a peer with public key,
   * preshared key, endpoint, allowed IPs, handshake, rx, tx and keepalive, parted by tabs.
   */
  static Map<String, Reading> parse(String dump) {
    Map<String, Reading> readings = new TreeMap<>();
    dump.lines().skip(1).map(line -> line.split("\t")).forEach(f -> readings.put(f[0], of(f)));
    return readings;
  }

  private static Reading of(String[] fields) {
    long handshake = Long.parseLong(fields[4]);
    return new Reading(
        new Bytes(Long.parseLong(fields[5]), Long.parseLong(fields[6])),
        fields[2].equals("(none)") ? null : fields[2],
        handshake == 0 ? null : Instant.ofEpochSecond(handshake));
  }
}
