package org.vpnledger.source.openvpn;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lines to and from a server's management interface. Nobody waits longer than was said, and lines
 * that are longer than any should be are cut off there. Used by one thread, but for {@link #wake}.
 */
final class ManagementChannel implements AutoCloseable {
  private static final int LONGEST_LINE = 32 << 10;

  private final SocketChannel channel;
  private final Selector selector;
  private final ByteBuffer received = ByteBuffer.allocate(64 << 10).flip();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  private ManagementChannel(SocketChannel channel, Selector selector) {
    this.channel = channel;
    this.selector = selector;
  }

  /**
   * Connects.
   *
   * @throws ConnectException when nobody listens there
   * @throws SocketTimeoutException when that takes too long
   */
  static ManagementChannel open(SocketAddress address, Duration patience) throws IOException {
    SocketChannel channel =
        address instanceof UnixDomainSocketAddress
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    try {
      channel.configureBlocking(false);
      Selector selector = Selector.open();
      ManagementChannel opened = new ManagementChannel(channel, selector);
      try {
        opened.connect(resolved(address), System.nanoTime() + patience.toNanos());
        return opened;
      } catch (IOException | RuntimeException e) {
        selector.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static SocketAddress resolved(SocketAddress address) throws IOException {
    if (address instanceof InetSocketAddress internet && internet.isUnresolved()) {
      InetSocketAddress found = new InetSocketAddress(internet.getHostString(), internet.getPort());
      if (found.isUnresolved()) {
        throw new UnknownHostException("there is no host " + internet.getHostString());
      }
      return found;
    }
    return address;
  }

  private void connect(SocketAddress address, long deadline) throws IOException {
    SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
    boolean connected = channel.connect(address);
    while (!connected) {
      if (!select(deadline)) {
        throw new SocketTimeoutException("nobody answers");
      }
      connected = channel.finishConnect();
    }
    key.interestOps(SelectionKey.OP_READ);
  }

  /** Sends a command. */
  void send(String command) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(command + "\n");
    while (bytes.hasRemaining()) {
      if (channel.write(bytes) == 0) {
        throw new SocketTimeoutException("takes no commands any more");
      }
    }
  }

  /**
   * The next line, without its end.
   *
   * @param deadline by {@link System#nanoTime}
   * @return absent when there was none until then, or {@link #wake} was called
   * @throws EOFException when the server has ended the conversation
   */
  byte @Nullable [] line(long deadline) throws IOException {
    boolean late = false;
    while (true) {
      while (received.hasRemaining()) {
        byte next = received.get();
        if (next == '\n') {
          return taken();
        }
        if (next != '\r' && line.size() < LONGEST_LINE) {
          line.write(next);
        }
      }
      if (late || !fill(deadline)) {
        return null;
      }
      late = System.nanoTime() - deadline >= 0; // however much there is that is no line
    }
  }

  /**
   * The same, but for a question that ends without a new line.
   *
   * @param question as the server writes it
   */
  byte @Nullable [] lineOr(String question, long deadline) throws IOException {
    while (true) {
      byte[] next = line(System.nanoTime());
      if (next != null) {
        return next;
      }
      boolean asked = line.size() == question.length();
      if (asked && line.toString(StandardCharsets.ISO_8859_1).equals(question)) {
        return taken();
      }
      if (System.nanoTime() - deadline >= 0 || !fill(deadline)) {
        return null;
      }
    }
  }

  private byte[] taken() {
    byte[] bytes = line.toByteArray();
    line.reset();
    return bytes;
  }

  /** Reads what has come, or comes until then. */
  private boolean fill(long deadline) throws IOException {
    received.clear();
    int read = channel.read(received);
    if (read == 0 && select(deadline)) {
      read = channel.read(received);
    }
    received.flip();
    if (read < 0) {
      throw new EOFException("ended the conversation");
    }
    return read > 0;
  }

  private boolean select(long deadline) throws IOException {
    long nanos = deadline - System.nanoTime();
    if (nanos <= 0) {
      return false;
    }
    selector.selectedKeys().clear();
    return selector.select(Math.max(1, nanos / 1_000_000)) > 0;
  }

  /** Lets who waits for a line go on without; by any thread. */
  void wake() {
    selector.wakeup();
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      selector.close();
    }
  }
}
