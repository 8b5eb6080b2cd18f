package org.vpnledger.source.wireguard;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * One question and its answer on one socket, never waiting: the caller's selector says when there
 * is more.
 */
final class UapiExchange implements AutoCloseable {
  private static final byte[] QUESTION = "get=1\n\n".getBytes(StandardCharsets.US_ASCII);

  private final SocketChannel channel;

  private UapiExchange(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Connects and asks. The question's seven bytes always fit into a new socket's buffer.
   *
   * @throws java.net.ConnectException when nobody listens
   */
  static UapiExchange begin(Path socket, Selector selector, Object attachment) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.configureBlocking(false);
      if (!channel.connect(UnixDomainSocketAddress.of(socket))) {
        throw new IOException("too many others are asking");
      }
      channel.write(ByteBuffer.wrap(QUESTION));
      channel.register(selector, SelectionKey.OP_READ, attachment);
      return new UapiExchange(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Takes what there is.
   *
   * @param chunk a direct buffer of the caller, so that the JDK makes no copy of its own; the
   *     caller wipes it
   * @return whether the answer is complete, or the other side has ended it
   */
  boolean advance(ByteBuffer chunk, AnswerBuffer answer) throws IOException {
    while (true) {
      int read = channel.read(chunk.clear());
      if (read <= 0) {
        return read < 0;
      }
      answer.append(chunk.flip());
      if (answer.endsWithEmptyLine()) {
        return true;
      }
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The answer has been read or given up: nothing is lost.
    }
  }
}
