package org.vpnledger.web;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Set;

/** Speaks HTTP as another does, over connections that are watched. */
final class WatchedSelector implements ServerConnectionSelector {
  private final ServerConnectionSelector http;
  private final Connections connections;

  WatchedSelector(ServerConnectionSelector http, Connections connections) {
    this.http = http;
    this.connections = connections;
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    Visit visit = connections.of(context.remotePeer().address());
    if (visit == null) {
      throw new CloseConnectionException("it was cut before it began");
    }
    WatchedContext watched = new WatchedContext(context, connections, visit);
    return new Watched(http.connection(watched), watched);
  }

  private record Watched(ServerConnection connection, WatchedContext context)
      implements ServerConnection {
    @Override
    public void handle(Limit limit) throws InterruptedException {
      try {
        connection.handle(limit);
      } finally {
        context.leave();
      }
    }

    @Override
    public Duration idleTime() {
      return Duration.ZERO; // idle ones are cut by Connections
    }

    @Override
    public void close(boolean interrupt) {
      connection.close(interrupt);
    }
  }

  @Override
  public int bytesToIdentifyConnection() {
    return http.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return http.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http.supportedApplicationProtocols();
  }
}
