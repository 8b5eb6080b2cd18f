package org.vpnledger.source.wireguard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.vpnledger.kernel.netlink.MessageHandler;
import org.vpnledger.kernel.netlink.Messages;
import org.vpnledger.vpn.Epoch;

/** The datagrams of one answer as a kernel sent them, and what wg printed at the same time. */
record Recording(String name, List<byte[]> datagrams) {
  static final List<String> KERNELS = List.of("6.1", "6.12");
  static final List<String> SCENES =
      List.of("handshake", "handshake-client", "no-peers", "unconfigured", "allowed-ips-3000");

  private static final int INDEX_OF_RECORDED_LINK = 3;

  /** Each datagram follows its length, four bytes with the highest first. */
  static Recording of(String kernel, String scene) {
    String name = "netlink-" + kernel + "/" + scene;
    ByteBuffer file = ByteBuffer.wrap(Golden.bytes(name + ".bin"));
    List<byte[]> datagrams = new ArrayList<>();
    while (file.hasRemaining()) {
      byte[] datagram = new byte[file.getInt()];
      file.get(datagram);
      datagrams.add(datagram);
    }
    return new Recording(name, datagrams);
  }

  static List<Recording> all() {
    return KERNELS.stream()
        .flatMap(kernel -> SCENES.stream().map(scene -> of(kernel, scene)))
        .toList();
  }

  Recording with(List<byte[]> others) {
    return new Recording(name, others);
  }

  /** The snapshot that these datagrams give. */
  Snapshot parse(KnownPeers known) throws IOException, MalformedReadException {
    NetlinkParser parser = parser(known);
    replay((_, bytes, from, to) -> parser.message(bytes, from, to));
    return parser.finish();
  }

  private NetlinkParser parser(KnownPeers known) throws IOException {
    return new NetlinkParser(
        index(), known, Epoch.UNKNOWN, Golden.WALL, zone -> zone == 2 ? "veth0" : null);
  }

  /** The index stands in the first attribute but two, whichever link was recorded. */
  private int index() {
    ByteBuffer first = ByteBuffer.wrap(datagrams.getFirst()).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 20; at + 8 <= first.limit() && at < 60; at += 4) {
      if (first.getInt(at) == 0x0001_0008) {
        return first.getInt(at + 4);
      }
    }
    return INDEX_OF_RECORDED_LINK;
  }

  void replay(MessageHandler handler) throws IOException {
    ByteBuffer first = ByteBuffer.wrap(datagrams.getFirst()).order(ByteOrder.nativeOrder());
    int sequence = first.limit() < Messages.HEADER ? 0 : first.getInt(8);
    Messages answer = new Messages("get device", sequence);
    for (byte[] datagram : datagrams) {
      if (!answer.isDone()) {
        answer.read(datagram.clone(), datagram.length, handler);
      }
    }
  }

  /** What wg printed. */
  Snapshot printed() throws MalformedReadException {
    return Golden.dump(Golden.text(name + ".dump")).firstEntry().getValue();
  }
}
