package org.vpnledger.web;

import io.helidon.common.socket.SocketOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Sees each connection as soon as it is accepted: setting a socket's options is the first thing
 * that the server does with it, and the only one before TLS. An exception closes it.
 */
final class Gate implements SocketOptions {
  /** Bounds what the kernel keeps for who does not read, and is enough for any network nearby. */
  private static final int SEND_BUFFER = 256 << 10;

  private final Connections connections;
  private final SocketOptions options;

  Gate(Connections connections, Bounds bounds) {
    this.connections = connections;
    options =
        SocketOptions.builder()
            .socketSendBufferSize(SEND_BUFFER)
            .tcpNoDelay(true)
            .readTimeout(bounds.idleTime())
            .build();
  }

  @Override
  public void configureSocket(SocketChannel socket) {
    try {
      socket.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      connections.admit(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void configureSocket(Socket socket) {
    throw new UnsupportedOperationException("connections are channels");
  }

  @Override
  public Map<SocketOption<?>, Object> socketOptions() {
    return options.socketOptions();
  }

  @Override
  public Duration connectTimeout() {
    return options.connectTimeout();
  }

  @Override
  public Duration readTimeout() {
    return options.readTimeout();
  }

  @Override
  public Optional<Integer> socketReceiveBufferSize() {
    return options.socketReceiveBufferSize();
  }

  @Override
  public Optional<Integer> socketSendBufferSize() {
    return options.socketSendBufferSize();
  }

  @Override
  public boolean socketReuseAddress() {
    return options.socketReuseAddress();
  }

  @Override
  public boolean socketKeepAlive() {
    return options.socketKeepAlive();
  }

  @Override
  public boolean tcpNoDelay() {
    return options.tcpNoDelay();
  }
}
