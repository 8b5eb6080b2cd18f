package org.vpnledger.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lies between a client and a server of the loopback, and passes bytes on, slowly, for a while, or
 * not at all; or answers itself. It sees the requests' heads.
 */
final class UnsteadyWire implements AutoCloseable {
  /** What it does with bytes that come from the client. */
  enum Mood {
    STEADY,
    /** 5 ms for each 16 KiB. */
    SLOW,
    /** Takes them and passes nothing on; nor does it end. */
    STUCK,
    /** Breaks the connection amid a request's body. */
    CUTTING,
    /** Passes the request on, and breaks the connection instead of the answer. */
    DEAF,
    /** Answers 503 SlowDown itself. */
    BUSY
  }

  private static final Pattern REQUEST =
      Pattern.compile("(GET|HEAD|PUT|POST|DELETE) (/\\S*) HTTP/1\\.1\r\n");
  private static final Pattern HEADER = Pattern.compile("(?i)\r\n(x-amz-[a-z0-9-]+: [^\r]*)");
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: ([0-9]+)");
  private static final int CUT_AFTER = 40_000;

  private final ServerSocket listener;
  private final int to;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> headers = new CopyOnWriteArrayList<>();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile Mood mood = Mood.STEADY;

  private UnsteadyWire(int to) throws IOException {
    this.to = to;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /** To a server's port. */
  static UnsteadyWire to(int port) {
    try {
      UnsteadyWire wire = new UnsteadyWire(port);
      Thread.ofVirtual().start(wire::accept);
      return wire;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /** From now on so; open connections break. */
  void turn(Mood next) {
    mood = next;
    sockets.forEach(UnsteadyWire::closeQuietly);
  }

  /** {@code PUT /bucket/key} and so on, in order. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** Headers that begin with {@code x-amz-}, in lower case. */
  List<String> headers() {
    return List.copyOf(headers);
  }

  /** How often it answered 503. */
  int refused() {
    return refused.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        sockets.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), to)) {
      sockets.add(server);
      Thread.ofVirtual().start(() -> answers(server, client));
      InputStream in = client.getInputStream();
      OutputStream out = server.getOutputStream();
      byte[] buffer = new byte[1 << 14];
      long passed = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        note(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
        passed += read;
        switch (mood) {
          case STUCK -> {
            continue;
          }
          case BUSY -> {
            refuse(in, client.getOutputStream(), buffer, read);
            return;
          }
          case SLOW -> Thread.sleep(5);
          case CUTTING -> {
            if (passed > CUT_AFTER) {
              return;
            }
          }
          case STEADY, DEAF -> {}
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // One of the two is gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answers(Socket server, Socket client) {
    try (server;
        client) {
      InputStream in = server.getInputStream();
      byte[] buffer = new byte[1 << 14];
      for (int read = in.read(buffer); read >= 0 && mood != Mood.DEAF; read = in.read(buffer)) {
        client.getOutputStream().write(buffer, 0, read);
      }
    } catch (IOException e) {
      // Likewise.
    }
  }

  private void refuse(InputStream in, OutputStream out, byte[] buffer, int read)
      throws IOException {
    String head = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
    Matcher length = LENGTH.matcher(head);
    int body = head.indexOf("\r\n\r\n") + 4;
    long left = length.find() ? Long.parseLong(length.group(1)) - (read - body) : 0;
    in.skipNBytes(Math.max(0, left));
    refused.incrementAndGet();
    String error = head.startsWith("HEAD") ? "" : "<Error><Code>SlowDown</Code></Error>";
    out.write(
        ("HTTP/1.1 503 Slow Down\r\nConnection: close\r\nContent-Type: application/xml\r\n"
                + "Content-Length: %d\r\n\r\n%s")
            .formatted(error.length(), error)
            .getBytes(StandardCharsets.ISO_8859_1));
  }

  private void note(String text) {
    Matcher request = REQUEST.matcher(text);
    while (request.find()) {
      requests.add(request.group(1) + " " + request.group(2));
      Matcher header = HEADER.matcher(text);
      while (header.find()) {
        headers.add(header.group(1).toLowerCase(java.util.Locale.ROOT));
      }
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is closed
    }
  }

  @Override
  public void close() {
    List<Socket> open = new ArrayList<>(sockets);
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open.forEach(UnsteadyWire::closeQuietly);
  }
}
