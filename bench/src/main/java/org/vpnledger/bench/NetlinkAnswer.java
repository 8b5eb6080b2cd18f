package org.vpnledger.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.vpnledger.kernel.netlink.Messages;
import org.vpnledger.source.wireguard.KnownPeers;
import org.vpnledger.source.wireguard.MalformedReadException;
import org.vpnledger.source.wireguard.NetlinkParser;
import org.vpnledger.source.wireguard.Snapshot;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.PeerKey;

/**
 * What a kernel answers to a question for many peers, made as kernels 6.1 and 6.12 make it: the
 * same attributes in the same order, in datagrams of at most 32 KiB (recorded: 52 for 10,000).
 */
final class NetlinkAnswer {
  private static final int DATAGRAM = 32_448;
  private static final int FAMILY = 32;
  private static final int SEQUENCE = 1;
  private static final int INDEX = 3;

  private final List<byte[]> datagrams = new ArrayList<>();
  private final ByteBuffer out = ByteBuffer.allocate(64 << 10).order(ByteOrder.nativeOrder());
  private int peersAt;

  /** Peers that have moved and shaken hands so many times. */
  NetlinkAnswer(int peers, int times) {
    begin(true);
    int number = 0;
    for (PeerKey key : Fleet.keys(peers)) {
      if (out.position() > DATAGRAM - 256) {
        end();
        begin(false);
      }
      peer(Base64.getDecoder().decode(key.text()), number++, times);
    }
    end();
    header(3, 20);
    out.putInt(0);
    flush();
  }

  private void begin(boolean first) {
    header(FAMILY, 0);
    out.putInt(0x0100);
    if (first) {
      attribute(6, 2).putShort((short) 51820).putShort((short) 0);
      attribute(7, 4).putInt(0);
      attribute(1, 4).putInt(INDEX);
      attribute(2, 4).put(new byte[] {'w', 'g', '0', 0});
    }
    peersAt = out.position();
    attribute(8 | 0x8000, 0);
  }

  private void header(int type, int length) {
    out.clear();
    out.putInt(length).putShort((short) type).putShort((short) 2).putInt(SEQUENCE).putInt(7);
  }

  private ByteBuffer attribute(int type, int length) {
    return out.putShort((short) (4 + length)).putShort((short) type);
  }

  private void peer(byte[] key, int number, int times) {
    int start = out.position();
    attribute(0x8000, 0);
    attribute(1, 32).put(key);
    attribute(2, 32).put(new byte[32]);
    attribute(6, 16).putLong(1_795_190_865L + 120L * times).putLong(number);
    attribute(5, 2).putShort((short) 25).putShort((short) 0);
    attribute(8, 8).putLong(1000L * number + 77L * times);
    attribute(7, 8).putLong(3000L * number + 99L * times);
    attribute(10, 4).putInt(1);
    attribute(4, 16).putShort((short) 2);
    out.put((byte) (10 + number / 6000)).put((byte) number);
    out.put(new byte[] {(byte) 192, 0, 2, (byte) (number % 250)}).putLong(0);
    int networks = out.position();
    attribute(9 | 0x8000, 0);
    attribute(0x8000, 24);
    attribute(3, 1).put(new byte[] {32, 0, 0, 0});
    attribute(1, 2).putShort((short) 2).putShort((short) 0);
    attribute(2, 4).put(new byte[] {10, 99, (byte) (number >> 8), (byte) number});
    out.putShort(networks, (short) (out.position() - networks));
    out.putShort(start, (short) (out.position() - start));
  }

  private void end() {
    out.putShort(peersAt, (short) (out.position() - peersAt));
    flush();
  }

  private void flush() {
    out.putInt(0, out.position());
    byte[] datagram = new byte[out.position()];
    out.get(0, datagram);
    datagrams.add(datagram);
  }

  Snapshot parse(KnownPeers known, Instant now) throws IOException, MalformedReadException {
    NetlinkParser parser = new NetlinkParser(INDEX, known, Epoch.UNKNOWN, now, _ -> null);
    Messages answer = new Messages("bench", SEQUENCE);
    for (byte[] datagram : datagrams) {
      answer.read(
          datagram, datagram.length, (_, bytes, from, to) -> parser.message(bytes, from, to));
    }
    return parser.finish();
  }
}
