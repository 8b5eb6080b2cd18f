package org.vpnledger.flow.ipfix;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** Datagrams to a collector; that nobody listens there is told by the one after. */
final class UdpConnection implements Connection {
  private static final int MOST_ANSWERS = 16;

  private final DatagramChannel channel;

  private UdpConnection(DatagramChannel channel) {
    this.channel = channel;
  }

  static UdpConnection open(InetSocketAddress address) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.connect(address);
      return new UdpConnection(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void send(ByteBuffer message) throws IOException {
    channel.write(message);
  }

  /** Collectors do not answer: what comes is thrown away, and an ICMP error becomes known. */
  @Override
  public void check() throws IOException {
    ByteBuffer nothing = ByteBuffer.allocate(1);
    channel.configureBlocking(false);
    try {
      for (int i = 0; i < MOST_ANSWERS && channel.read(nothing.clear()) > 0; i++) {}
    } finally {
      channel.configureBlocking(true);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing waits in it.
    }
  }
}
