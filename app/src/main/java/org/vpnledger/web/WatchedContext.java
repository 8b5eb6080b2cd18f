package org.vpnledger.web;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection whose reads and writes are told to {@link Connections}. */
final class WatchedContext implements ConnectionContext {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedContext.class);

  private final ConnectionContext context;
  private final Connections connections;
  private final Visit visit;
  private final DataReader reader = DataReader.create(this::read);
  private final DataWriter writer = new Writer();

  WatchedContext(ConnectionContext context, Connections connections, Visit visit) {
    this.context = context;
    this.connections = connections;
    this.visit = visit;
  }

  /**
   * The next bytes, whose number is bounded by the socket's buffer. The end is an exception: in the
   * midst of a request the server would take a missing byte for an error of its own.
   */
  private byte[] read() {
    connections.awaits(visit);
    byte[] bytes;
    try {
      bytes = context.serverSocket().get();
    } catch (UncheckedIOException e) {
      throw new ServerConnectionException("reading failed", e);
    }
    if (bytes == null) {
      throw new CloseConnectionException("the client has closed the connection");
    }
    connections.received(visit);
    return bytes;
  }

  /**
   * Ends what is sent, and reads on for a moment: a socket that is closed with bytes unread tells
   * the client of an error, and the last answer may be lost.
   */
  void leave() {
    connections.leaves(visit);
    if (context.isSecure()) {
      return; // says goodbye by itself
    }
    try {
      visit.sendNoMore();
      while (context.serverSocket().get() != null) {
        // until the client has gone, too, or is cut
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("the connection was gone already", e);
    }
  }

  private final class Writer implements DataWriter {
    @Override
    public void write(BufferData... buffers) {
      write(BufferData.create(buffers));
    }

    @Override
    public void write(BufferData buffer) {
      connections.writes(visit);
      context.dataWriter().writeNow(buffer);
      connections.wrote(visit);
    }

    @Override
    public void writeNow(BufferData... buffers) {
      write(buffers);
    }

    @Override
    public void writeNow(BufferData buffer) {
      write(buffer);
    }
  }

  @Override
  public DataReader dataReader() {
    return reader;
  }

  @Override
  public DataWriter dataWriter() {
    return writer;
  }

  @Override
  public ListenerContext listenerContext() {
    return context.listenerContext();
  }

  @Override
  public ExecutorService executor() {
    return context.executor();
  }

  @Override
  public Router router() {
    return context.router();
  }

  @Override
  public HelidonSocket serverSocket() {
    return context.serverSocket();
  }

  @Override
  public PeerInfo remotePeer() {
    return context.remotePeer();
  }

  @Override
  public PeerInfo localPeer() {
    return context.localPeer();
  }

  @Override
  public boolean isSecure() {
    return context.isSecure();
  }

  @Override
  public String socketId() {
    return context.socketId();
  }

  @Override
  public String childSocketId() {
    return context.childSocketId();
  }
}
