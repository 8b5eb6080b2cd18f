package org.vpnledger.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Presence;
import org.vpnledger.vpn.TunnelId;

/**
 * Many peers of one tunnel, each active for the same hours of every day, one peer earlier and
 * another later. Every reading is a pure function of the time.
 */
public final class Fleet {
  /** The tunnel that all of them are in. */
  public static final TunnelId TUNNEL = new TunnelId("bench", "wg0");

  private static final long HOUR = 3600;
  private static final long DAY = 24 * HOUR;
  private static final Device DEVICE =
      new Device("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", 51_820, 0);
  private static final Epoch EPOCH = new Epoch("bench", "1");

  private final List<PeerKey> keys;
  private final long activeSeconds;
  private final Instant beginning;

  /**
   * A fleet.
   *
   * @param size how many peers
   * @param activeHours of a day, 24 for always
   * @param beginning when the counters began, a midnight of UTC
   */
  public Fleet(int size, int activeHours, Instant beginning) {
    this.keys = keys(size);
    this.activeSeconds = activeHours * HOUR;
    this.beginning = beginning;
  }

  /** The same keys each time. */
  public static List<PeerKey> keys(int size) {
    Random random = new Random(25);
    List<PeerKey> keys = new ArrayList<>(size);
    byte[] key = new byte[32];
    for (int i = 0; i < size; i++) {
      random.nextBytes(key);
      keys.add(new PeerKey(new String(Base64.getEncoder().encode(key), StandardCharsets.US_ASCII)));
    }
    return keys;
  }

  /** Display names, {@code Client 00001} and so on. */
  public Map<PeerKey, String> names() {
    Map<PeerKey, String> names = new LinkedHashMap<>();
    for (PeerKey key : keys) {
      names.put(key, "Client %05d".formatted(names.size() + 1));
    }
    return names;
  }

  /** The moment so long after the beginning. */
  public Moment after(Duration passed) {
    return new Moment(beginning.plus(passed), passed.toNanos(), "bench");
  }

  /** What a read shows so long after the beginning. */
  public Observation.Read read(Duration passed) {
    List<Connection> connections = new ArrayList<>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      connections.add(connection(i, passed.toSeconds()));
    }
    return new Observation.Read(TUNNEL, after(passed), DEVICE, connections);
  }

  private Connection connection(int number, long second) {
    long ofDay = Math.floorMod(second - number % 24 * HOUR, DAY);
    long wholeDays = Math.floorDiv(second - number % 24 * HOUR, DAY) + 1;
    long active = wholeDays * activeSeconds + Math.min(ofDay, activeSeconds);
    long lastHeard = ofDay < activeSeconds ? second : second - (ofDay - activeSeconds);
    long handshake = Math.floorDiv(lastHeard, 120) * 120;
    long rate = 100 + number % 97 * 10L;
    return new Connection(
        keys.get(number),
        EPOCH,
        new Counters(active * rate, active * rate * 5),
        new Presence.LastHandshake(beginning.plusSeconds(handshake)),
        new Endpoint("192.0.2." + number % 250, 10_000 + number),
        List.of("10.%d.%d.%d/32".formatted(number >> 16, number >> 8 & 255, number & 255)),
        25);
  }
}
