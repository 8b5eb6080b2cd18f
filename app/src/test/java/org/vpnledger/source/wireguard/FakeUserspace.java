package org.vpnledger.source.wireguard;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A process that is an interface: a real socket whose answers a test decides. */
final class FakeUserspace implements AutoCloseable {
  private final ServerSocketChannel server;
  private final Thread acceptor;
  private volatile Behaviour behaviour;

  /** What it does with a connection once the question has come. */
  interface Behaviour {
    void answer(SocketChannel channel) throws Exception;
  }

  FakeUserspace(Path socket, Behaviour behaviour) throws IOException {
    this.behaviour = behaviour;
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    this.acceptor = Thread.ofPlatform().daemon().start(this::serve);
  }

  static Behaviour says(byte[] answer) {
    return channel -> write(channel, answer);
  }

  static Behaviour hangs() {
    return channel -> Thread.sleep(60_000);
  }

  static void write(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  void behave(Behaviour next) {
    behaviour = next;
  }

  private void serve() {
    while (server.isOpen()) {
      try {
        SocketChannel channel = server.accept();
        Thread.ofPlatform().daemon().start(() -> answer(channel));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void answer(SocketChannel channel) {
    try (channel) {
      ByteBuffer question = ByteBuffer.allocate(7);
      while (question.hasRemaining() && channel.read(question) >= 0) {}
      behaviour.answer(channel);
    } catch (Exception e) {
      // The source has given up, which is what some tests are about.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    while (acceptor.isAlive()) {
      Thread.onSpinWait(); // until it has returned, the socket still listens
    }
  }
}
