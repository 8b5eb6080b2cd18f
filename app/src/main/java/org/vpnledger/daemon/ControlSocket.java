package org.vpnledger.daemon;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.store.DataFolder;

/**
 * How another process asks a running daemon to act: one Unix socket, a closed set of verbs, a line
 * in and a line out. Only root and the daemon's own user may ask; the kernel says who they are.
 */
final class ControlSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
  private static final int LONGEST_LINE = 256;
  private static final int SECONDS = 15;

  /** Takes readings of all counters now. */
  static final String READING = "reading";

  /** Leaves management interfaces to others: {@code release SECONDS SOURCE}, or of all sources. */
  static final String RELEASE = "release ";

  private static final String REFUSED = "error ";

  /** No release lasts longer, in seconds. */
  static final int LONGEST_RELEASE = 86_400;

  /** What may be asked for. */
  interface Requests {
    /** Takes readings of all counters; how many, or -1 if there was no time. */
    int takeReadings() throws InterruptedException;

    /**
     * Leaves management interfaces to other programs.
     *
     * @param source whose; empty for all
     * @return whose were left
     */
    List<String> release(String source, Duration howLong);
  }

  private final ServerSocketChannel server;
  private final Path path;
  private final Requests requests;
  private final ScheduledExecutorService impatience =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("control timeout").factory());

  private ControlSocket(ServerSocketChannel server, Path path, Requests requests) {
    this.server = server;
    this.path = path;
    this.requests = requests;
  }

  /** Listens in the data folder, whose lock the caller holds: an old socket there is nobody's. */
  static @Nullable ControlSocket open(Path dataDir, Requests requests) {
    Path path = new DataFolder(dataDir).controlSocket();
    try {
      Files.deleteIfExists(path);
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(path), 8);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      ControlSocket control = new ControlSocket(server, path, requests);
      Thread.ofVirtual().name("control").start(control::serve);
      return control;
    } catch (IOException e) {
      // Its path may be too long for a socket's; but for what is asked for there all works without.
      LOG.warn("{}: {}: nothing can be asked for while the daemon runs", path, e.getMessage());
      return null;
    }
  }

  private void serve() {
    while (server.isOpen()) {
      try (SocketChannel client = server.accept()) {
        answer(client); // one at a time: who asks is an operator, not a crowd
      } catch (ClosedChannelException e) {
        LOG.debug("control: closed"); // stopped, or a client that took too long
      } catch (IOException | RuntimeException e) {
        LOG.debug("control", e);
      }
    }
  }

  private void answer(SocketChannel client) throws IOException {
    var deadline = impatience.schedule(() -> close(client), SECONDS, TimeUnit.SECONDS);
    try {
      UnixDomainPrincipal who = client.getOption(ExtendedSocketOptions.SO_PEERCRED);
      String self = System.getProperty("user.name", "");
      String name = who.user().getName();
      if (!name.equals("root") && !name.equals(self)) {
        write(client, REFUSED + "only root and " + self + " may ask");
        return;
      }
      String asked = line(client);
      if (asked.equals(READING)) {
        write(client, readings());
      } else if (asked.startsWith(RELEASE)) {
        write(client, released(asked.substring(RELEASE.length()).split(" ", 2)));
      } else {
        write(client, REFUSED + "unknown verb");
      }
    } finally {
      deadline.cancel(false);
    }
  }

  /** Why a request was refused, for people. */
  static String reason(String answer) {
    return answer.startsWith(REFUSED) ? answer.substring(REFUSED.length()) : answer;
  }

  private String readings() {
    try {
      int count = requests.takeReadings();
      return count < 0 ? REFUSED + "the daemon is busy" : "ok " + count;
    } catch (Exception e) {
      LOG.debug("readings", e);
      return REFUSED + e.getMessage();
    }
  }

  private String released(String[] words) {
    String source = words.length > 1 ? words[1] : "";
    try {
      int seconds = Integer.parseInt(words[0]);
      if (seconds < 0 || seconds > LONGEST_RELEASE) {
        return REFUSED + "a release lasts 0 to " + LONGEST_RELEASE + " seconds";
      }
      List<String> sources = requests.release(source, Duration.ofSeconds(seconds));
      if (!sources.isEmpty()) {
        return "ok " + String.join(" ", sources);
      }
      return source.isEmpty()
          ? REFUSED + "no source reads a management interface"
          : REFUSED + "source " + source + " reads no management interface, or is not there";
    } catch (NumberFormatException e) {
      return REFUSED + "no number of seconds";
    }
  }

  private static void close(SocketChannel client) {
    try {
      client.close();
    } catch (IOException e) {
      LOG.debug("control timeout", e);
    }
  }

  /** Asks the daemon that runs in that folder. */
  static String ask(Path dataDir, String verb) throws IOException {
    try (SocketChannel channel =
            SocketChannel.open(
                UnixDomainSocketAddress.of(new DataFolder(dataDir).controlSocket()));
        ScheduledExecutorService patience =
            Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("patience").factory())) {
      var _ = patience.schedule(() -> close(channel), SECONDS, TimeUnit.SECONDS);
      write(channel, verb);
      String answer = line(channel);
      patience.shutdownNow();
      return answer;
    }
  }

  private static void write(SocketChannel channel, String line) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static String line(SocketChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST_LINE);
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      if (bytes.position() > 0 && bytes.get(bytes.position() - 1) == '\n') {
        break;
      }
    }
    return StandardCharsets.UTF_8.decode(bytes.flip()).toString().strip();
  }

  @Override
  public void close() {
    impatience.shutdownNow();
    try {
      server.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.debug("control", e);
    }
  }
}
