package org.vpnledger.flow.capture;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Packets of link types that cannot be read, counted by type: a file may hold others beside. */
final class UnreadPackets {
  private static final int MOST_TOLD = 3;

  private final Map<Integer, Long> counts = new TreeMap<>(); // of types of 16 bits

  void count(int linkType) {
    counts.merge(linkType, 1L, Long::sum);
  }

  /** Refuses them in one line, if there were any; all others were given. */
  void refuse() throws CaptureException {
    if (!counts.isEmpty()) {
      throw new CaptureException(
          counts.entrySet().stream()
                  .limit(MOST_TOLD)
                  .map(count -> packets(count.getValue()) + " of link type " + count.getKey())
                  .collect(Collectors.joining(", "))
              + (counts.size() > MOST_TOLD ? " and more of others" : "")
              + " cannot be read: "
              + LinkType.READABLE);
    }
  }

  private static String packets(long count) {
    return count == 1 ? "1 packet" : count + " packets";
  }
}
