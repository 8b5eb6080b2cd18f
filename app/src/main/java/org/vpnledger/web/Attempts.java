package org.vpnledger.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often a client may try to get in: some tries at once, then one now and then. Clients are told
 * apart by their address, of version 6 by its first 64 bits, since anybody has all the others.
 */
final class Attempts {
  private static final int AT_ONCE = 10;
  private static final long EVERY = Duration.ofSeconds(6).toNanos();
  private static final int MOST_CLIENTS = 1024;

  private final LongSupplier nanoTime;

  /** When a client's tries will all be there again; least recently used first. */
  private final LinkedHashMap<String, Long> fullAt =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST_CLIENTS;
        }
      };

  Attempts(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Takes a try; returns whether there was one. */
  synchronized boolean take(InetAddress client) {
    long now = nanoTime.getAsLong();
    String key = key(client);
    Long known = fullAt.get(key);
    long full = (known == null || known - now < 0 ? now : known) + EVERY;
    if (full - now > AT_ONCE * EVERY) {
      return false;
    }
    fullAt.put(key, full);
    return true;
  }

  /** Gives back the try that turned out to be right. */
  synchronized void giveBack(InetAddress client) {
    fullAt.computeIfPresent(key(client), (_, full) -> full - EVERY);
  }

  /** Seconds until that client has a try again, at least one. */
  synchronized long secondsUntilNext(InetAddress client) {
    long now = nanoTime.getAsLong();
    Long full = fullAt.get(key(client));
    long wait = full == null ? 0 : full + EVERY - AT_ONCE * EVERY - now;
    return Math.max(1, Duration.ofNanos(wait).plusMillis(999).toSeconds());
  }

  private static String key(InetAddress client) {
    byte[] address = client.getAddress();
    return HexFormat.of()
        .formatHex(client instanceof Inet6Address ? Arrays.copyOf(address, 8) : address);
  }
}
