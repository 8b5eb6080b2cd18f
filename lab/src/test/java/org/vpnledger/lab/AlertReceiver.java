package org.vpnledger.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Whoever is told of alerts: a receiver of Alertmanager's webhooks
 * (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config).
 */
final class AlertReceiver implements AutoCloseable {
  private final HttpServer server;
  private final List<Notice> notices = new CopyOnWriteArrayList<>();

  /**
   * What was told of one alert.
   *
   * @param path at which it was told
   * @param status {@code firing} or {@code resolved}
   */
  record Notice(String path, String alert, String status) {}

  private AlertReceiver(HttpServer server) {
    this.server = server;
  }

  static AlertReceiver start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      AlertReceiver receiver = new AlertReceiver(server);
      server.createContext("/", receiver::take);
      server.start();
      return receiver;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String path = exchange.getRequestURI().getPath();
      JsonNode.parse(body)
          .list("alerts")
          .forEach(alert ->
              notices.add(
                  new Notice(path, alert.node("labels").text("alertname"), alert.text("status"))));
      exchange.sendResponseHeaders(204, -1);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** All that was told, in its order. */
  List<Notice> notices() {
    return List.copyOf(notices);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
