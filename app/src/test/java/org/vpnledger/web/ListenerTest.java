package org.vpnledger.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vpnledger.web.RawClient.Response;

final class ListenerTest {
  private static final List<byte[]> CHUNKS =
      List.of("one ".getBytes(UTF_8), new byte[0], "two ".getBytes(UTF_8), "three".getBytes(UTF_8));

  private Listener listener;

  @BeforeEach
  void start() throws IOException {
    listener =
        Listeners.of(
            Map.of(
                "/metrics",
                request ->
                    new Answer(200, "text/x; a=b", request.takesGzip() ? "gzip" : null, CHUNKS),
                "/echo",
                request ->
                    Answer.text(
                        200,
                        request.path()
                            + " "
                            + new TreeMap<>(request.query())
                            + " ["
                            + request.accept()
                            + "]"),
                "/broken",
                _ -> {
                  throw new IllegalStateException("secret detail");
                }));
  }

  @AfterEach
  void stop() {
    listener.close();
  }

  @Test
  void a_page_is_sent_chunk_by_chunk_with_its_length_and_the_headers_that_keep_it_where_it_is()
      throws IOException {
    try (RawClient client = new RawClient(listener.port())) {
      Response response = client.get("/metrics").response();
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("one two three");
      Map<String, String> headers = new TreeMap<>(response.headers());
      assertThat(headers.remove("date")).isNotEmpty();
      assertThat(headers)
          .isEqualTo(
              Map.of(
                  "content-type", "text/x; a=b",
                  "content-length", "13",
                  "vary", "Accept, Accept-Encoding",
                  "x-content-type-options", "nosniff",
                  "cache-control", "no-store"));
    }
  }

  @Test
  void one_connection_asks_again_and_again_also_before_the_answers_are_there() throws IOException {
    try (RawClient client = new RawClient(listener.port())) {
      client.get("/metrics").get("/echo").get("/nowhere").get("/metrics/");
      assertThat(client.response().body()).isEqualTo("one two three");
      assertThat(client.response().body()).isEqualTo("/echo {} []\n");
      assertThat(client.response().status()).isEqualTo(404);
      assertThat(client.response().body()).isEqualTo("one two three");
    }
  }

  @Test
  void HEAD_gives_the_same_head_and_no_body() throws IOException {
    try (RawClient client = new RawClient(listener.port())) {
      Response head = client.request("HEAD", "/metrics").responseWithoutBody();
      Response get = client.get("/metrics").response();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("content-length")).isEqualTo("13");
      assertThat(head.headers().keySet()).isEqualTo(get.headers().keySet());
      assertThat(get.body()).isEqualTo("one two three");
    }
  }

  @Test
  void a_page_is_told_query_accept_and_whether_gzip_is_understood() throws IOException {
    try (RawClient client = new RawClient(listener.port())) {
      assertThat(
              client
                  .get("/echo?b=1+2%2B3&a=%C3%A4&flag", "Accept: text/a", "Accept: text/b")
                  .response()
                  .body())
          .isEqualTo("/echo {a=ä, b=1 2+3, flag=} [text/a, text/b]\n");
      assertThat(client.get("/metrics", "Accept-Encoding: br, gzip").response().headers())
          .containsEntry("content-encoding", "gzip");
      assertThat(client.get("/metrics", "Accept-Encoding: gzip;q=0").response().headers())
          .doesNotContainKey("content-encoding");
      assertThat(client.get("/echo?a=1&a=2").response().status()).isEqualTo(400);
    }
  }

  @Test
  void a_path_without_a_page_is_answered_with_those_that_there_are() throws IOException {
    try (RawClient client = new RawClient(listener.port())) {
      Response response = client.get("/metricss").response();
      assertThat(response.status()).isEqualTo(404);
      assertThat(response.body()).isEqualTo("nothing here; there are: /broken /echo /metrics\n");
      assertThat(client.get("/metrics/x").response().status()).isEqualTo(404);
      assertThat(client.get("/x/../metrics").response().status()).isNotEqualTo(200);
    }
  }

  @Test
  void the_root_lists_the_pages_as_links_and_may_run_nothing() throws IOException {
    try (RawClient client = new RawClient(listener.port())) {
      Response response = client.get("/").response();
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.header("content-type")).isEqualTo("text/html; charset=utf-8");
      assertThat(response.header("content-security-policy")).isEqualTo("default-src 'none'");
      assertThat(response.body()).contains("<a href=\"/metrics\">/metrics</a>");
    }
  }

  @Test
  void a_page_cannot_have_a_path_that_HTML_or_a_request_would_have_to_escape() {
    assertThatThrownBy(() -> Listeners.of(Map.of("/<b>", _ -> Answer.text(200, ""))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothing_but_GET_and_HEAD_is_allowed() throws IOException {
    try (RawClient client = new RawClient(listener.port())) {
      for (String method : List.of("DELETE", "OPTIONS", "TRACE", "PROPFIND")) {
        Response response = client.request(method, "/metrics").response();
        assertThat(response.status()).as(method).isEqualTo(405);
        assertThat(response.header("allow")).isEqualTo("GET, HEAD");
      }
    }
  }

  @Test
  void a_page_that_throws_is_an_error_that_tells_nothing_and_the_next_request_is_answered()
      throws IOException {
    try (RawClient client = new RawClient(listener.port())) {
      Response response = client.get("/broken").response();
      assertThat(response.status()).isEqualTo(500);
      assertThat(response.body()).hasLineCount(1).doesNotContain("secret");
      assertThat(client.get("/metrics").response().status()).isEqualTo(200);
    }
  }

  @Test
  void answers_are_counted_by_their_status() throws IOException {
    try (RawClient client = new RawClient(listener.port())) {
      client.get("/metrics").response();
      client.get("/metrics").response();
      client.get("/nowhere").response();
      client.send("no request\r\n\r\n").response();
    }
    assertThat(listener.answers()).isEqualTo(Map.of(200, 2L, 404, 1L, 400, 1L));
  }

  @Test
  void who_wants_the_connection_closed_gets_it_closed() throws IOException {
    try (RawClient client = new RawClient(listener.port())) {
      Response response = client.get("/metrics", "Connection: close").response();
      assertThat(response.header("connection")).isEqualTo("close");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void the_HTTP_client_of_the_JDK_is_served_too() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI target = URI.create("http://127.0.0.1:" + listener.port() + "/metrics");
      HttpResponse<String> response =
          client.send(HttpRequest.newBuilder(target).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("one two three");
    }
  }

  @Test
  void an_address_that_is_taken_is_one_line() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ListenAddress address = new ListenAddress("127.0.0.1", taken.getLocalPort());
      assertThatThrownBy(
              () -> Listener.start(address, Access.LOCAL, Optional.empty(), Map.of(), Bounds.USUAL))
          .isInstanceOf(IOException.class)
          .hasMessage(address + ": Address already in use");
    }
  }

  @Test
  void after_closing_the_port_is_free_and_open_connections_are_gone() throws IOException {
    try (RawClient client = new RawClient(listener.port())) {
      client.get("/metrics").response();
      int port = listener.port();
      listener.close();
      assertThat(client.isClosedByServer()).isTrue();
      try (Listener next =
          Listener.start(
              new ListenAddress("127.0.0.1", port),
              Access.LOCAL,
              Optional.empty(),
              Map.of(),
              Bounds.USUAL)) {
        assertThat(next.port()).isEqualTo(port);
      }
    }
  }
}
