package org.vpnledger.lab;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks servers of the loopback. */
final class Http {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  private Http() {}

  /**
   * What was answered.
   *
   * @param status 0 if nobody answered, and then {@code body} says why
   */
  record Answer(int status, String body) {
    JsonNode json() {
      return JsonNode.parse(body);
    }
  }

  static Answer get(int port, String path) {
    return send(port, path, "GET", HttpRequest.BodyPublishers.noBody());
  }

  /** Sends a form, {@code name=value&…}. */
  static Answer post(int port, String path, String form) {
    return send(port, path, "POST", HttpRequest.BodyPublishers.ofString(form));
  }

  private static Answer send(int port, String path, String method, HttpRequest.BodyPublisher body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .method(method, body)
            .build();
    try {
      HttpResponse<String> answer =
          CLIENT.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Answer(answer.statusCode(), answer.body());
    } catch (IOException e) {
      return new Answer(0, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
