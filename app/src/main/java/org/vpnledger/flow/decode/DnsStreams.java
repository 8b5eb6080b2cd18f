package org.vpnledger.flow.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Address;

/**
 * Puts messages of DNS together that come over TCP in several segments. Only what comes in order is
 * put together: a stream with a gap, or that begins in the middle, is let go of, until it happens
 * to go on with a message. So many streams and bytes are kept and no more.
 */
final class DnsStreams {
  private static final int MOST_STREAMS = 256;
  private static final int MOST_BYTES = 2 << 20;
  private static final int PREFIX = 2;
  private static final int SHORTEST = 12; // a message has a header
  private static final int BEGIN = 0x02; // SYN
  private static final int ENDED = 0x05; // FIN or RST

  private final Map<Key, Stream> streams =
      new LinkedHashMap<>(16, 0.75f, true); // the one longest unheard of first
  private int held;

  private record Key(Address src, int srcPort, Address dst, int dstPort) {}

  /** What came of a message that is not whole, and which byte comes next. */
  @SuppressWarnings("ArrayRecordComponent") // seen by nobody else
  private record Stream(byte[] begun, int next) {}

  /** The messages that the segment ends. */
  List<byte[]> messages(Packet packet, byte[] segment) {
    boolean ended = (packet.tcpFlags() & ENDED) != 0;
    boolean begins = (packet.tcpFlags() & BEGIN) != 0;
    if (segment.length == 0 && !begins && !ended && packet.payloadBytes() == 0) {
      return List.of(); // an acknowledgement
    }
    Key key = new Key(packet.src(), packet.srcPort(), packet.dst(), packet.dstPort());
    int sequence = packet.tcpSequence() + (begins ? 1 : 0);
    Stream begun = streams.get(key);
    if (begun != null && !begins && sequence - begun.next < 0) {
      return List.of(); // sent once more
    }
    forget(key, begun);
    if (begins) {
      begun = null; // another stream of the same ports
    }
    if (segment.length == 0 || (begun != null && sequence != begun.next)) {
      return List.of();
    }
    byte[] bytes = begun == null ? segment : joined(begun.begun, segment);
    List<byte[]> whole = new ArrayList<>();
    int at = 0;
    while (at + PREFIX <= bytes.length
        && length(bytes, at) >= SHORTEST
        && at + PREFIX + length(bytes, at) <= bytes.length) {
      int from = at + PREFIX;
      at = from + length(bytes, at);
      whole.add(Arrays.copyOfRange(bytes, from, at));
    }
    boolean isNone = at + PREFIX <= bytes.length && length(bytes, at) < SHORTEST;
    if (at < bytes.length && !ended && !isNone) {
      int next = sequence + segment.length;
      keep(key, new Stream(Arrays.copyOfRange(bytes, at, bytes.length), next));
    }
    return whole;
  }

  private static int length(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private void keep(Key key, Stream stream) {
    streams.put(key, stream);
    held += stream.begun.length;
    var eldest = streams.entrySet().iterator();
    while (streams.size() > MOST_STREAMS || held > MOST_BYTES) {
      held -= eldest.next().getValue().begun.length;
      eldest.remove();
    }
  }

  private void forget(Key key, @Nullable Stream stream) {
    if (stream != null) {
      streams.remove(key);
      held -= stream.begun.length;
    }
  }
}
