package org.vpnledger.flow.ipfix;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A transport session with a collector. Every failure is an exception with one line. */
sealed interface Connection extends AutoCloseable permits UdpConnection, TcpConnection {
  /** Hands over a whole message. */
  void send(ByteBuffer message) throws IOException;

  /** Looks whether the collector has gone, as far as that can be told. */
  void check() throws IOException;

  @Override
  void close();
}
