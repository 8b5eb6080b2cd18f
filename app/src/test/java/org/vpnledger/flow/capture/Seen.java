package org.vpnledger.flow.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.channels.Channels;
import java.util.HexFormat;
import java.util.List;
import org.vpnledger.kernel.packet.PacketSink;
import org.vpnledger.kernel.packet.Way;

/**
 * A packet as a sink gets it.
 *
 * @param packet what is there of it, in hexadecimal digits
 */
record Seen(String packet, int length, long timestampNs, int etherType, Way way) {

  /** Gives all packets of a file to the list, which has them even if it is refused in the end. */
  static long read(byte[] file, List<Seen> into) throws IOException {
    return PacketFile.read(Channels.newChannel(new ByteArrayInputStream(file)), sink(into));
  }

  static PacketSink sink(List<Seen> into) {
    return (memory, at, captured, length, time, type, way) -> {
      assertThat(captured).isNotNegative();
      byte[] bytes =
          captured == 0
              ? new byte[0]
              : memory.asSlice(at, captured).toArray(ValueLayout.JAVA_BYTE); // throws, if outside
      into.add(new Seen(HexFormat.of().formatHex(bytes), length, time, type, way));
    };
  }
}
