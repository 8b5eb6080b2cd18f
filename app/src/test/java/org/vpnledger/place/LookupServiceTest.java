package org.vpnledger.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnledger.place.LookupService.Answer;
import org.vpnledger.vpn.Address;

/** A real server on loopback, and what it may do to who asks. */
@Timeout(120)
class LookupServiceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration IMPATIENCE = Duration.ofSeconds(1);
  private static final String VIENNA =
      "{\"city\":\"Vienna\",\"country\":\"AT\",\"loc\":\"48.2,16.4\",\"org\":\"AS64500 Example\"}";

  @TempDir Path temporary;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private LookupService service;

  @BeforeEach
  void begin() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    service = service(Optional.empty(), PATIENCE);
  }

  @AfterEach
  void end() {
    service.close();
    server.stop(0);
  }

  private LookupService service(Optional<Path> token, Duration patience) {
    return new LookupService(
        "http://127.0.0.1:" + server.getAddress().getPort() + "/{ip}/json", token, patience);
  }

  private interface Handler {
    void handle(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private void answers(Handler handler) {
    server.createContext(
        "/",
        exchange -> {
          requests.add(
              exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          try {
            handler.handle(exchange);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private Answer ask(String address) throws InterruptedException {
    return service.ask(Objects.requireNonNull(Address.parse(address)));
  }

  private static Answer.Refused refused(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Refused.class);
    return (Answer.Refused) answer;
  }

  @Test
  void an_address_is_asked_for_with_the_token_of_the_file_and_the_answer_is_known()
      throws Exception {
    Path token = Files.writeString(temporary.resolve("token"), "s3cret\n");
    service.close();
    service = service(Optional.of(token), PATIENCE);
    answers(exchange -> send(exchange, 200, VIENNA));
    assertThat(ask("8.8.8.8"))
        .isEqualTo(
            new Answer.Known(
                new Facts("AT", "Austria", null, "Vienna", "AS64500 Example", 48.2, 16.4, 100)));
    assertThat(ask("2600:1f18::1")).isInstanceOf(Answer.Known.class);
    assertThat(requests)
        .containsExactly(
            "/8.8.8.8/json Bearer s3cret", "/2600:1f18:0:0:0:0:0:1/json Bearer s3cret");
    Files.writeString(token, "two words");
    assertThat(refused(ask("8.8.8.8")).reason()).contains("expected one word");
    Files.delete(token);
    assertThat(refused(ask("8.8.8.8")).reason()).contains("place.lookup_token_file");
  }

  @Test
  void it_keeps_nobody_waiting_neither_before_its_answer_nor_within() throws Exception {
    service.close();
    service = service(Optional.empty(), IMPATIENCE);
    answers(exchange -> {
      if (exchange.getRequestURI().getPath().contains("8.8.8.8")) {
        Thread.sleep(60_000);
      }
      exchange.sendResponseHeaders(200, 0);
      OutputStream body = exchange.getResponseBody();
      for (int i = 0; i < 600; i++) {
        body.write('{');
        body.flush();
        Thread.sleep(100);
      }
    });
    for (String address : new String[] {"8.8.8.8", "9.9.9.9"}) {
      long start = System.nanoTime();
      assertThat(refused(ask(address)).reason()).isNotBlank();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    }
  }

  @Test
  void an_endless_answer_is_cut_off() throws Exception {
    answers(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      byte[] spaces = " ".repeat(65_536).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 10_000; i++) {
        exchange.getResponseBody().write(spaces);
      }
    });
    assertThat(refused(ask("8.8.8.8")).reason()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>busy</html>", "[]", "{\"country\":", "7"})
  void what_is_no_answer_is_told(String body) throws Exception {
    answers(exchange -> send(exchange, 200, body));
    assertThat(refused(ask("8.8.8.8")).reason()).contains("JSON");
  }

  @Test
  void a_nest_of_brackets_is_no_answer_whatever_its_texts_hide() throws Exception {
    String hidden = "]".repeat(30_000);
    answers(exchange ->
        send(exchange, 200, "{\"a\":\"%s\",\"b\":%s".formatted(hidden, "[".repeat(30_000))));
    assertThat(refused(ask("8.8.8.8")).reason()).contains("nested too deep");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 410, 422, 451})
  void an_address_that_it_will_never_know_is_not_asked_for_again(int status) throws Exception {
    answers(exchange -> send(exchange, status, ""));
    assertThat(ask("8.8.8.8")).isEqualTo(new Answer.Known(Facts.NONE));
  }

  @ParameterizedTest
  @ValueSource(ints = {402, 407, 408, 425, 500, 503})
  void what_may_be_for_this_address_alone_does_not_keep_it_first(int status) throws Exception {
    answers(exchange -> send(exchange, status, ""));
    Answer.Refused refused = refused(ask("8.8.8.8"));
    assertThat(refused.reason()).contains(Integer.toString(status));
    assertThat(refused.ofAny()).isFalse();
  }

  @Test
  void who_is_asked_too_often_is_left_alone_for_as_long_as_it_says() throws Exception {
    answers(exchange -> {
      String path = exchange.getRequestURI().getPath();
      if (path.contains("8.8.8.8")) {
        exchange.getResponseHeaders().add("Retry-After", "120");
      } else if (path.contains("9.9.9.9")) {
        exchange.getResponseHeaders().add("Retry-After", "999999999");
      }
      send(exchange, 429, "");
    });
    assertThat(refused(ask("8.8.8.8")).pause()).isEqualTo(Duration.ofMinutes(2));
    assertThat(refused(ask("9.9.9.9")).pause()).isEqualTo(Duration.ofDays(1));
    assertThat(refused(ask("1.1.1.1")).pause()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void redirections_are_not_followed_and_other_statuses_are_told() throws Exception {
    answers(exchange -> {
      String path = exchange.getRequestURI().getPath();
      if (path.contains("8.8.8.8")) {
        exchange.getResponseHeaders().add("Location", "/elsewhere");
        send(exchange, 302, "");
      } else {
        send(exchange, path.contains("9.9.9.9") ? 401 : path.contains("1.1.1.1") ? 404 : 500, "");
      }
    });
    assertThat(refused(ask("8.8.8.8")).reason()).contains("302");
    assertThat(refused(ask("9.9.9.9")).reason()).contains("token");
    assertThat(ask("1.1.1.1")).isEqualTo(new Answer.Known(Facts.NONE));
    assertThat(refused(ask("1.0.0.1")).reason()).contains("500");
    assertThat(requests).hasSize(4);
  }

  @Test
  void a_server_that_is_not_there_is_told() throws Exception {
    server.stop(0);
    assertThat(refused(ask("8.8.8.8")).reason()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "127.0.0.1",
        "169.254.1.1",
        "100.64.0.1",
        "192.0.2.1",
        "198.51.100.1",
        "203.0.113.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "fc00::1",
        "2001:db8::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "2002:0a00:0001::1",
        "64:ff9b::a00:1",
        "3fff::1",
        "198.18.0.1"
      })
  void no_address_of_ones_own_is_told_to_anybody(String address) {
    answers(exchange -> send(exchange, 200, VIENNA));
    assertThatThrownBy(() -> ask(address)).isInstanceOf(IllegalArgumentException.class);
    assertThat(requests).isEmpty();
  }
}
