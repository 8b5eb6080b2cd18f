package org.vpnledger.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds ports for those who cannot be told to take any. */
final class FreePort {
  private FreePort() {}

  /** A port of the loopback at which nobody listens now: soon enough, somebody else may. */
  static int find() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
