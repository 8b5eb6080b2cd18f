package org.vpnledger.lab;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The host's end of the line to a guest, whose {@code lab/guest/init} has the other and documents
 * what goes over it. Nothing waits for ever: what takes too long throws {@link
 * SocketTimeoutException}, a guest that went away {@link EOFException}.
 */
final class GuestWire implements Closeable {
  private final ServerSocketChannel listener;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).flip();
  private SocketChannel line = SocketChannel.open(StandardProtocolFamily.UNIX);

  /** What a script did. */
  static final class Answer {
    final int exitCode;
    final byte[] out;
    final byte[] err;

    Answer(int exitCode, byte[] out, byte[] err) {
      this.exitCode = exitCode;
      this.out = out;
      this.err = err;
    }
  }

  /** Listens at this path, so that a guest can be started that connects to it. */
  GuestWire(Path path) throws IOException {
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(path));
    listener.configureBlocking(false);
  }

  /** Waits for the guest's first line, which it sends when it is ready. */
  String greeting(Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    line.close();
    await(listener, SelectionKey.OP_ACCEPT, deadline);
    line = listener.accept();
    line.configureBlocking(false);
    return readLine(deadline);
  }

  /** Has the guest run a script with this on its standard input. */
  Answer ask(String script, byte[] input, long limitSeconds, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    byte[] text = script.getBytes(StandardCharsets.UTF_8);
    String header = "%d %d %d\n".formatted(limitSeconds, text.length, input.length);
    write(header.getBytes(StandardCharsets.UTF_8), deadline);
    write(text, deadline);
    write(input, deadline);
    String[] lengths = readLine(deadline).split(" ");
    byte[] out = read(Integer.parseInt(lengths[1]), deadline);
    byte[] err = read(Integer.parseInt(lengths[2]), deadline);
    return new Answer(Integer.parseInt(lengths[0]), out, err);
  }

  private void write(byte[] bytes, long deadline) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      if (line.write(rest) == 0) {
        await(line, SelectionKey.OP_WRITE, deadline);
      }
    }
  }

  private String readLine(long deadline) throws IOException {
    StringBuilder text = new StringBuilder();
    while (true) {
      fill(deadline);
      char c = (char) buffer.get();
      if (c == '\n') {
        return text.toString();
      }
      text.append(c);
    }
  }

  private byte[] read(int length, long deadline) throws IOException {
    byte[] bytes = new byte[length];
    int at = 0;
    while (at < length) {
      fill(deadline);
      int part = Math.min(buffer.remaining(), length - at);
      buffer.get(bytes, at, part);
      at += part;
    }
    return bytes;
  }

  /** Has at least one byte in the buffer when it returns. */
  private void fill(long deadline) throws IOException {
    while (!buffer.hasRemaining()) {
      buffer.clear();
      int read = line.read(buffer);
      buffer.flip();
      if (read < 0) {
        throw new EOFException("the guest is gone");
      }
      if (read == 0) {
        await(line, SelectionKey.OP_READ, deadline);
      }
    }
  }

  private static void await(SelectableChannel channel, int operation, long deadline)
      throws IOException {
    try (Selector selector = Selector.open()) {
      channel.register(selector, operation);
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0 || selector.select(left) == 0) {
        throw new SocketTimeoutException("the guest does not answer");
      }
    }
  }

  @Override
  public void close() throws IOException {
    line.close();
    listener.close();
  }
}
