package org.vpnledger.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vpnledger.web.RawClient.Response;

final class AccessTest {
  private static final String TOKEN = "a-token-that-nobody-guesses";
  private static final String PASSWORD = "correct horse: ä";
  private static final Map<String, Page> PAGES = Map.of("/page", _ -> Answer.text(200, "well"));

  /** Few iterations, so that the tests need not wait. */
  private static final Credential USER = user("prom", PASSWORD);

  private static final Credential BEARER =
      Credential.parse(CredentialHash.ofToken(TOKEN.toCharArray()));

  @Test
  void other_machines_are_not_let_in_without_anything_that_keeps_strangers_out() {
    for (String address : List.of("0.0.0.0:0", "[::]:0", "10.1.2.3:0", "gateway.example:0")) {
      assertThatThrownBy(() -> start(ListenAddress.parse(address), Access.LOCAL))
          .isInstanceOf(IOException.class)
          .hasMessage(
              address
                  + ": other machines could ask without any password: set credentials or an"
                  + " authority of client certificates, listen on 127.0.0.1, or allow it as"
                  + " insecure");
    }
    assertThatCode(
            () -> {
              start(ListenAddress.parse("0.0.0.0:0"), new Access(List.of(), true)).close();
              start(ListenAddress.parse("[::]:0"), new Access(List.of(BEARER), false)).close();
              start(ListenAddress.parse("localhost:0"), Access.LOCAL).close();
            })
        .doesNotThrowAnyException();
  }

  @Test
  void where_credentials_are_set_nothing_is_told_without_one_not_even_what_pages_there_are()
      throws IOException {
    try (Listener listener = start(Listeners.LOOPBACK, new Access(List.of(BEARER, USER), false));
        RawClient client = new RawClient(listener.port())) {
      for (String target : List.of("/page", "/", "/nowhere")) {
        Response response = client.get(target).response();
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.body()).isEqualTo("this needs a credential\n");
        assertThat(response.header("www-authenticate"))
            .isEqualTo("Bearer realm=\"vpnledger\", Basic realm=\"vpnledger\", charset=\"UTF-8\"");
      }
      assertThat(client.request("POST", "/page").response().status()).isEqualTo(401);
    }
  }

  @Test
  void a_token_and_a_password_let_in() throws IOException {
    try (Listener listener = start(Listeners.LOOPBACK, new Access(List.of(BEARER, USER), false));
        RawClient client = new RawClient(listener.port())) {
      assertThat(client.get("/page", "Authorization: Bearer " + TOKEN).response().body())
          .isEqualTo("well\n");
      assertThat(client.get("/page", "authorization: bearer  " + TOKEN).response().status())
          .isEqualTo(200);
      for (int i = 0; i < 3; i++) {
        assertThat(client.get("/page", basic("prom", PASSWORD)).response().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void whatever_else_is_shown_does_not() throws IOException {
    String[] wrong = {
      "Authorization: Bearer " + TOKEN + "x",
      "Authorization: Bearer",
      "Authorization: " + TOKEN,
      basic("prom", PASSWORD + "x"),
      basic("prom", ""),
      basic("nobody", PASSWORD),
      basic("", PASSWORD),
      "Authorization: Basic ???",
      "Authorization: Basic " + base64("prom"),
      "Authorization: Digest username=prom"
    };
    for (String header : wrong) {
      try (Listener listener = start(Listeners.LOOPBACK, new Access(List.of(BEARER, USER), false));
          RawClient client = new RawClient(listener.port())) {
        assertThat(client.get("/page", header).response().status()).as(header).isEqualTo(401);
        assertThat(
                client.get("/page", header, "Authorization: Bearer " + TOKEN).response().status())
            .as("two headers are none that is right")
            .isEqualTo(401);
      }
    }
  }

  @Test
  void after_ten_wrong_ones_an_address_is_told_to_wait_but_who_is_known_still_gets_in()
      throws IOException {
    try (Listener listener =
            start(
                Listeners.LOOPBACK,
                new Access(List.of(BEARER, USER, user("new", PASSWORD)), false));
        RawClient client = new RawClient(listener.port())) {
      assertThat(client.get("/page", basic("prom", PASSWORD)).response().status()).isEqualTo(200);
      for (int i = 0; i < 10; i++) {
        assertThat(client.get("/page", "Authorization: Bearer wrong" + i).response().status())
            .isEqualTo(401);
      }
      Response limited = client.get("/page", "Authorization: Bearer wrong").response();
      assertThat(limited.status()).isEqualTo(429);
      assertThat(limited.header("retry-after")).matches("[1-6]");
      assertThat(client.get("/page", basic("prom", PASSWORD)).response().status()).isEqualTo(200);
      assertThat(client.get("/page", "Authorization: Bearer " + TOKEN).response().status())
          .isEqualTo(200);
      assertThat(client.get("/page", basic("new", PASSWORD)).response().status())
          .as("right, but nobody knows that without the slow hash")
          .isEqualTo(429);
    }
  }

  @Test
  void only_the_schemes_that_are_set_are_offered() throws IOException {
    try (Listener listener = start(Listeners.LOOPBACK, new Access(List.of(BEARER), false));
        RawClient client = new RawClient(listener.port())) {
      assertThat(client.get("/page").response().header("www-authenticate"))
          .isEqualTo("Bearer realm=\"vpnledger\"");
      assertThat(client.get("/page", basic("prom", PASSWORD)).response().status()).isEqualTo(401);
    }
  }

  private static Listener start(ListenAddress address, Access access) throws IOException {
    return Listener.start(address, access, Optional.empty(), PAGES, Bounds.USUAL);
  }

  private static Credential user(String name, String password) {
    byte[] salt = "a salt of the test".getBytes(UTF_8);
    Base64.Encoder base64 = Base64.getEncoder();
    return Credential.parse(
        "%s:pbkdf2-sha256:1000:%s:%s"
            .formatted(
                name,
                base64.encodeToString(salt),
                base64.encodeToString(
                    CredentialHash.pbkdf2(password.toCharArray(), salt, 1000, 32))));
  }

  private static String basic(String name, String password) {
    return "Authorization: Basic " + base64(name + ":" + password);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
