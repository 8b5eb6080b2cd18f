package org.vpnledger.web;

import io.helidon.common.tls.Tls;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers HTTP/1.1, plain or over TLS, GET and HEAD. What it takes from strangers is bounded by
 * {@link Bounds}, whom it answers by {@link Access}.
 */
public final class Listener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  /** The server's own watch over idle connections is not used: it would look every other minute. */
  private static final Duration NEVER = Duration.ofDays(3650);

  private static final int BACKLOG = 128;

  private final Connections connections;
  private final WebServer server;
  private final Tally tally;
  private final @Nullable Certificates certificates;

  private Listener(
      Connections connections, WebServer server, Tally tally, @Nullable Certificates certificates) {
    this.connections = connections;
    this.server = server;
    this.tally = tally;
    this.certificates = certificates;
  }

  /**
   * Begins to listen.
   *
   * @param pages what is answered, by paths as {@code /metrics}; a list of them is at {@code /}
   * @throws IOException with one line: if strangers could ask, a TLS file is no good, or the
   *     address cannot be had
   */
  public static Listener start(
      ListenAddress address,
      Access access,
      Optional<TlsFiles> tls,
      Map<String, Page> pages,
      Bounds bounds)
      throws IOException {
    boolean byCertificate = tls.flatMap(TlsFiles::clientCa).isPresent();
    access.check(address, byCertificate);
    if (tls.isEmpty() && !address.isLoopback() && !access.credentials().isEmpty()) {
      LOG.warn("web: without TLS, {} takes credentials that anybody on the way can read", address);
    }
    Certificates certificates = tls.isPresent() ? Certificates.of(tls.get()) : null;
    InetSocketAddress bound = address.resolve();
    checkFree(address, bound);
    HelidonLog.takeOver();
    Guard guard =
        new Guard(
            byCertificate ? Access.LOCAL.credentials() : access.credentials(), System::nanoTime);
    Site site = new Site(pages);
    Tally tally = new Tally();
    Connections connections = new Connections(bounds);
    try {
      WebServerConfig.Builder config = config(bounds, connections, tally);
      config.bindAddress(bound);
      config.routing(
          HttpRouting.builder().any(new Responder(site, guard, connections, tally, bounds)));
      if (certificates != null) {
        config.tls(Tls.builder().sslContext(TlsContext.of(certificates)).build());
      }
      WebServer server = config.build().start();
      if (!server.isRunning()) {
        throw new IOException(address + ": the listener did not start; the log says why");
      }
      return new Listener(connections, server, tally, certificates);
    } catch (IOException | RuntimeException e) {
      connections.close();
      throw e;
    }
  }

  /** The server finds nothing on the class path by itself: everything is here. */
  private static WebServerConfig.Builder config(
      Bounds bounds, Connections connections, Tally tally) {
    Http1Config http =
        Http1Config.builder()
            .maxPrologueLength(bounds.headBytes())
            .maxHeadersSize(bounds.headBytes())
            .sendKeepAliveHeader(false)
            .log(log -> log.receiveLog(false).sendLog(false)) // they would log credentials
            .build();
    return WebServerConfig.builder()
        .shutdownHook(false)
        .featuresDiscoverServices(false)
        .protocolsDiscoverServices(false)
        .mediaContext(MediaContext.builder().mediaSupportsDiscoverServices(false).build())
        .contentEncoding(
            ContentEncodingContext.builder().contentEncodingsDiscoverServices(false).build())
        .addConnectionSelector(
            new WatchedSelector(
                Http1ConnectionSelector.builder().config(http).build(), connections))
        .connectionOptions(new Gate(connections, bounds))
        .directHandlers(ErrorAnswers.all(tally))
        .backlog(BACKLOG)
        .useNio(false) // with TLS it would look up each client's name
        .maxPayloadSize(0)
        .writeBufferSize(0)
        .idleConnectionTimeout(NEVER)
        .idleConnectionPeriod(NEVER)
        .shutdownGracePeriod(Duration.ofSeconds(1));
  }

  /** The server would log a stack trace, and say nothing to who started it. */
  private static void checkFree(ListenAddress address, InetSocketAddress bound) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(bound);
    } catch (IOException e) {
      throw new IOException(address + ": " + e.getMessage(), e);
    }
  }

  /** The port, also where any was asked for. */
  public int port() {
    return server.port();
  }

  /**
   * Reads TLS files that have changed now, and not only when the next client connects. If they are
   * no good, the log says so, and those read before stay in use.
   */
  public void checkCertificates() {
    if (certificates != null) {
      certificates.check();
    }
  }

  /** How many answers were given so far, by their status, in its order. */
  public Map<Integer, Long> answers() {
    return tally.now();
  }

  /** Answers what was asked already, for a second at most, and listens no more. */
  @Override
  public void close() {
    connections.drain();
    server.stop();
    connections.close();
  }
}
