package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real Prometheus shows its credentials to the daemon, in the ways that it has for that. */
@RequiresLab
@RequiresTools({"prometheus", "openssl"})
@Timeout(90)
final class ListenAccessTest {
  private static final String TOKEN = "a-token-of-some-length";
  private static final String PASSWORD = "correct horse \"battery\" staple äß";

  /** Passwords are hashed slowly, and who shows wrong ones often has to wait. */
  private static final String[] SLOWLY = {"scrape_interval: 4s", "scrape_timeout: 4s"};

  private static final String NO_OR_LATER = "401|429";

  private static final int OPEN_PORT = FreePort.find();
  private static final int TLS_PORT = FreePort.find();

  private static final Fixtures FIXTURES = new Fixtures();
  private static Folder folder;
  private static Pki pki;
  private static Pki otherPki;
  private static Pki.Identity served;
  private static PrometheusServer prometheus;
  private static Ledger withCredentials;

  @BeforeAll
  static void start() {
    folder = FIXTURES.keep(Folder.create());
    pki = new Pki(folder);
    otherPki = new Pki(FIXTURES.keep(Folder.create()));
    served = pki.server();
    prometheus = FIXTURES.keep(PrometheusServer.start(jobs(pki.client("prometheus"))));
    withCredentials =
        startAt(
            OPEN_PORT,
            """
            [web]
            tokens = ["%s"]
            users = ["%s"]
            """
                .formatted(hash(TOKEN), hash(PASSWORD, "--user", "scraper")));
    startAt(
        TLS_PORT,
        """
        [web]
        tls_certificate = "%s"
        tls_key = "%s"
        tls_client_ca = "%s"
        """
            .formatted(served.certificate(), served.key(), pki.authority()));
  }

  @AfterAll
  static void stop() {
    FIXTURES.close();
  }

  /** A daemon that has no tunnel: here it matters only who may ask. */
  private static Ledger startAt(int port, String settings) {
    String source =
        """
        [[source]]
        name = "nothing"
        type = "uapi"
        directory = "%s"
        """
            .formatted(folder.path());
    return FIXTURES.keep(Ledger.start(Ledger.servedAt(port, source + settings)));
  }

  private static List<ScrapeJob> jobs(Pki.Identity client) {
    String wrong = folder.write("wrong", "something else").toString();
    String password = folder.write("password", PASSWORD).toString();
    ScrapeJob open = ScrapeJob.of("without", OPEN_PORT, "/metrics");
    ScrapeJob tls = ScrapeJob.of("tls", TLS_PORT, "/metrics").with("scheme: https");
    String shown = "cert_file: %s, key_file: %s".formatted(client.certificate(), client.key());
    String trust = "tls_config: {ca_file: %s".formatted(pki.authority());
    return List.of(
        open,
        open.named("token")
            .with("authorization: {credentials_file: %s}".formatted(folder.write("token", TOKEN))),
        open.named("wrong-token")
            .with(SLOWLY)
            .with("authorization: {credentials_file: %s}".formatted(wrong)),
        open.named("user")
            .with(SLOWLY)
            .with("basic_auth: {username: scraper, password_file: %s}".formatted(password)),
        open.named("wrong-password")
            .with(SLOWLY)
            .with("basic_auth: {username: scraper, password_file: %s}".formatted(wrong)),
        tls.with(trust + ", " + shown + "}"),
        tls.named("tls-without-certificate").with(trust + "}"),
        tls.named("tls-of-another-authority")
            .with("tls_config: {ca_file: %s, %s}".formatted(otherPki.authority(), shown)));
  }

  /** What the program makes of a secret for its configuration. */
  private static String hash(String secret, String... options) {
    List<String> words = new ArrayList<>();
    words.add(Surroundings.launcher().toString());
    words.addAll(List.of("config", "hash"));
    words.addAll(List.of(options));
    return Command.of(words).reading(secret + "\n").output().strip();
  }

  private static void awaitUp(String job) {
    prometheus.await("up{job=\"%s\"}".formatted(job), 1);
  }

  @Test
  void a_token_or_a_password_lets_in_and_nothing_else_does() {
    awaitUp("token");
    awaitUp("user");
    prometheus.awaitFailure("without", "401");
    prometheus.awaitFailure("wrong-token", NO_OR_LATER);
    prometheus.awaitFailure("wrong-password", NO_OR_LATER);
    assertThat(withCredentials.output()).doesNotContain(TOKEN, PASSWORD, "something else");
    assertThat(Http.get(OPEN_PORT, "/health").status()).isEqualTo(401);
  }

  @Test
  void a_clients_certificate_lets_in_and_a_new_one_of_the_server_is_shown_at_once()
      throws IOException {
    awaitUp("tls");
    prometheus.awaitFailure("tls-without-certificate", "tls");
    prometheus.awaitFailure("tls-of-another-authority", "unknown authority");
    Pki.Identity renewed = otherPki.server();
    move(renewed.key(), served.key());
    move(renewed.certificate(), served.certificate());
    awaitUp("tls-of-another-authority");
    // Who is connected stays so, and is not disturbed.
    awaitUp("tls");
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
