package org.vpnledger.flow.ipfix;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A stream to a collector; nothing waits longer than a few seconds, whatever the other end does.
 */
final class TcpConnection implements Connection {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_ANSWERS = 16;

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final ByteBuffer answer = ByteBuffer.allocate(512);

  private TcpConnection(SocketChannel channel, Selector selector) throws IOException {
    this.channel = channel;
    this.selector = selector;
    channel.configureBlocking(false);
    this.key = channel.register(selector, 0);
  }

  static TcpConnection open(InetSocketAddress address) throws IOException {
    SocketChannel channel = SocketChannel.open();
    Selector selector = Selector.open();
    try {
      TcpConnection connection = new TcpConnection(channel, selector);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      if (!channel.connect(address)) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!channel.finishConnect()) {
          connection.await(SelectionKey.OP_CONNECT, deadline);
        }
      }
      return connection;
    } catch (IOException | RuntimeException e) {
      channel.close();
      selector.close();
      throw e;
    }
  }

  @Override
  public void send(ByteBuffer message) throws IOException {
    check();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (message.hasRemaining()) {
      if (channel.write(message) == 0) {
        await(SelectionKey.OP_WRITE, deadline);
      }
    }
  }

  private void await(int operation, long deadline) throws IOException {
    key.interestOps(operation);
    long left = (deadline - System.nanoTime()) / 1_000_000;
    if (left <= 0) {
      throw new SocketTimeoutException(
          operation == SelectionKey.OP_CONNECT ? "no answer in time" : "it takes nothing");
    }
    selector.select(left);
    selector.selectedKeys().clear();
    if (Thread.currentThread().isInterrupted()) {
      throw new IOException("it was given up");
    }
  }

  /** What it answers is thrown away; a closed end is seen before more is lost in it. */
  @Override
  public void check() throws IOException {
    for (int i = 0; i < MOST_ANSWERS; i++) {
      int read = channel.read(answer.clear());
      if (read < 0) {
        throw new IOException("it closed the connection");
      }
      if (read == 0) {
        return;
      }
    }
  }

  /** What was sent is still delivered: the system sees to that. */
  @Override
  public void close() {
    try (selector) {
      channel.close();
    } catch (IOException e) {
      // It is gone anyway.
    }
  }
}
