package org.vpnledger.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sends to a syslog daemon on another machine: by UDP (RFC 5426), which nobody confirms, or by TCP
 * with each message's length before it (RFC 6587). The name is looked up for each connection.
 */
public final class NetworkSender implements SyslogOutput.Sender {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final URI target;
  private @Nullable Socket stream;

  /**
   * To that target.
   *
   * @param target {@code udp://HOST:PORT} or {@code tcp://HOST:PORT}
   * @throws IOException with one line when it is neither
   */
  public NetworkSender(String target) throws IOException {
    try {
      this.target = URI.create(target);
    } catch (IllegalArgumentException e) {
      throw new IOException(target + ": expected udp://HOST:PORT or tcp://HOST:PORT", e);
    }
    if (this.target.getHost() == null || this.target.getPort() < 1) {
      throw new IOException(target + ": expected udp://HOST:PORT or tcp://HOST:PORT");
    }
  }

  @Override
  public void send(byte[] message) throws IOException {
    try {
      if (target.getScheme().equals("udp")) {
        sendDatagram(message);
      } else {
        sendFrame(message);
      }
    } catch (IOException e) {
      close(); // the next attempt connects anew
      throw new IOException(target + ": " + e.getMessage(), e);
    }
  }

  private InetSocketAddress address() throws IOException {
    InetSocketAddress address = new InetSocketAddress(host(), target.getPort());
    if (address.isUnresolved()) {
      throw new IOException("its name is not known");
    }
    return address;
  }

  /** Addresses of version 6 are in brackets in a URI only. */
  private String host() {
    String host = target.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private void sendDatagram(byte[] message) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(new DatagramPacket(message, message.length, address()));
    }
  }

  private void sendFrame(byte[] message) throws IOException {
    Socket socket = stream;
    if (socket == null) {
      socket = new Socket();
      stream = socket;
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.connect(address(), (int) PATIENCE.toMillis());
    }
    OutputStream out = socket.getOutputStream();
    byte[] length = (message.length + " ").getBytes(StandardCharsets.US_ASCII);
    byte[] frame = new byte[length.length + message.length];
    System.arraycopy(length, 0, frame, 0, length.length);
    System.arraycopy(message, 0, frame, length.length, message.length);
    out.write(frame);
    out.flush();
  }

  @Override
  public void close() {
    Socket socket = stream;
    stream = null;
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // What was sent was sent; what was not is sent again over another connection.
        System.getLogger(NetworkSender.class.getName()).log(System.Logger.Level.DEBUG, "close", e);
      }
    }
  }
}
