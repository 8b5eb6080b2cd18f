package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.config.Settings;
import org.vpnledger.metrics.MetricsPages;
import org.vpnledger.name.NameBook;
import org.vpnledger.source.Source;
import org.vpnledger.store.sqlite.SteadyTunnel;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.TunnelId;
import org.vpnledger.web.Answer;
import org.vpnledger.web.Request;

/** What machines that ask for health are told, from a real recorder's snapshots. */
class ViewsTest {
  private static final Instant START = Instant.parse("2026-06-01T10:00:00Z");

  /** A source that says only its name: what it saw is told by the test. */
  private record Named(String name) implements Source {
    @Override
    public List<Observation> poll() {
      return List.of();
    }

    @Override
    public void close() {}
  }

  @TempDir Path temporary;
  private final SteadyTunnel tunnel = new SteadyTunnel("wg0", START);
  private Recorder recorder;
  private Publisher publisher;
  private Views views;

  @BeforeEach
  void open() {
    Folders folders = new Folders(temporary.resolve("data"), temporary.resolve("log"), START);
    Settings settings = folders.settings();
    recorder =
        new Recorder(
            folders.folder(),
            settings,
            tunnel::now,
            new NameBook(
                NameBook.Where.table(Map.of(SteadyTunnel.ANN, "Ann")),
                List::of,
                InstantSource.fixed(START),
                Folders.ZONE));
    publisher =
        new Publisher(
            settings, List.of(new Named("kernel")), new Whereabouts(), () -> null, tunnel.now());
    MetricsPages metrics =
        new MetricsPages(publisher::latest, tunnel::now, Faces.rules(settings.metrics()), Map::of);
    views = new Views(settings, publisher::latest, tunnel::now, metrics);
  }

  @AfterEach
  void close() {
    recorder.close();
  }

  private void look(Observation... seen) {
    recorder.observe(List.of(seen));
    recorder.refreshNames();
    publisher.note(
        new Poller.Look("kernel", List.of(seen), Duration.ofMillis(3), null, false, null),
        tunnel.now());
    publisher.publish(recorder, true);
  }

  private void fail(String problem) {
    publisher.note(Poller.Look.failed("kernel", problem, false), tunnel.now());
    publisher.publish(recorder, true);
  }

  private Answer ask(String path, Map<String, String> query) {
    return Objects.requireNonNull(views.all().get(path))
        .answer(new Request(path, query, "", false));
  }

  private Answer ask(String path) {
    return ask(path, Map.of());
  }

  private static String text(Answer answer) {
    StringBuilder text = new StringBuilder();
    answer.body().forEach(chunk -> text.append(new String(chunk, StandardCharsets.UTF_8)));
    return text.toString();
  }

  @Test
  void a_tunnel_that_is_read_is_healthy_in_the_words_of_the_guide() {
    look(tunnel.read());
    assertThat(ask("/health").status()).isEqualTo(200);
    assertThat(text(ask("/health")))
        .startsWith(
            "{\"status\":\"healthy\",\"interface\":\"wg0\",\"message\":\"WireGuard interface is"
                + " up\"");
    assertThat(ask("/health/live").status()).isEqualTo(200);
    assertThat(ask("/health/ready").status()).isEqualTo(200);
  }

  @Test
  void an_openvpn_server_is_not_called_an_interface() {
    TunnelId office = new TunnelId("kernel", "office");
    look(new Observation.Read(office, tunnel.now(), Device.OPENVPN, List.of()));
    assertThat(ask("/health").status()).isEqualTo(200);
    assertThat(text(ask("/health"))).contains("\"message\":\"OpenVPN server is read: office\"");
    look(tunnel.read());
    assertThat(text(ask("/health")))
        .contains("\"message\":\"WireGuard interface is up; OpenVPN server is read: office\"");
    look(new Observation.Gone(office, tunnel.now()));
    assertThat(ask("/health").status()).isEqualTo(503);
    assertThat(text(ask("/health")))
        .contains("the OpenVPN server office is gone: 'vpnledger events' says since when");
  }

  @Test
  void before_the_first_look_it_is_alive_and_neither_ready_nor_healthy() {
    assertThat(ask("/health").status()).isEqualTo(503);
    publisher.publish(recorder, false);
    assertThat(ask("/health/live").status()).isEqualTo(200);
    assertThat(ask("/health/ready").status()).isEqualTo(503);
    assertThat(text(ask("/health"))).contains("source kernel: has not looked yet");
    assertThat(ask("/metrics/mindflavor").status()).isEqualTo(503);
  }

  @Test
  void no_tunnel_at_all_is_unhealthy_and_the_reason_says_what_to_do() {
    look();
    assertThat(ask("/health").status()).isEqualTo(503);
    assertThat(text(ask("/health")))
        .contains("\"status\":\"unhealthy\"", "no WireGuard tunnel found: 'wg-quick up wg0'");
    assertThat(ask("/peers").status()).isEqualTo(503);
    assertThat(ask("/health/live").status()).isEqualTo(200);
  }

  @Test
  void a_source_that_fails_is_unhealthy_with_its_reason() {
    look(tunnel.read());
    fail("netlink: EPERM: needs CAP_NET_ADMIN");
    assertThat(ask("/health").status()).isEqualTo(503);
    assertThat(text(ask("/health")))
        .contains("\"message\":\"source kernel: netlink: EPERM: needs CAP_NET_ADMIN\"");
    look(tunnel.pass(Duration.ofSeconds(5)).read());
    assertThat(ask("/health").status()).isEqualTo(200);
  }

  @Test
  void an_interface_that_is_gone_is_unhealthy() {
    look(tunnel.read());
    look(new Observation.Gone(tunnel.id(), tunnel.now()));
    assertThat(text(ask("/health"))).contains("\"interface\":\"wg0\",\"message\":\"wg0 is gone");
  }

  @Test
  void a_daemon_that_hangs_is_not_alive_and_says_so() {
    look(tunnel.read());
    tunnel.pass(Duration.ofSeconds(31));
    assertThat(ask("/health/live").status()).isEqualTo(503);
    assertThat(text(ask("/health"))).contains("the daemon hangs: it was silent for 31 s");
  }

  @Test
  void one_interface_can_be_asked_for() {
    look(tunnel.read());
    assertThat(ask("/health", Map.of("interface", "wg0")).status()).isEqualTo(200);
    Answer other = ask("/health", Map.of("interface", "wg9"));
    assertThat(other.status()).isEqualTo(503);
    assertThat(text(other)).contains("\"interface\":\"wg9\",\"message\":\"wg9 is not there");
    assertThat(ask("/peers", Map.of("interface", "wg9")).status()).isEqualTo(503);
  }

  @Test
  void peers_have_the_fields_of_the_guide_and_more() {
    look(tunnel.read());
    assertThat(text(ask("/peers")))
        .isEqualTo(
            "{\"peer_count\":1,\"peers\":[{\"public_key\":\"Ann's key...\","
                + "\"endpoint\":\"192.0.2.1:1000\",\"allowed_ips\":\"10.0.0.1/32\","
                + "\"latest_handshake\":1780308000,\"rx_bytes\":0,\"tx_bytes\":0,"
                + "\"peer\":\"Ann's key\",\"name\":\"Ann\",\"interface\":\"wg0\","
                + "\"source\":\"kernel\",\"online\":true}]}\n");
  }

  @Test
  void a_tunnel_that_the_ledger_knows_by_another_source_is_read_all_the_same() {
    look(tunnel.read());
    recorder.flush();
    tunnel.pass(Duration.ofMinutes(2));
    Observation.Read read = (Observation.Read) tunnel.read();
    TunnelId renamed = new TunnelId("renamed", "wg0");
    recorder.close();
    open();
    for (int i = 0; i < 3; i++) {
      read = (Observation.Read) tunnel.pass(Duration.ofSeconds(5)).read();
      look(new Observation.Read(renamed, read.at(), read.device(), read.connections()));
    }
    assertThat(ask("/health").status()).as(text(ask("/health"))).isEqualTo(200);
    assertThat(text(ask("/metrics"))).contains("wireguard_sent_bytes_total{interface=\"wg0\"");
    assertThat(text(ask("/metrics/vpnledger"))).contains("vpnledger_peer_online{");
  }

  @Test
  void peers_of_a_tunnel_that_cannot_be_read_any_more_are_not_shown_as_if_they_were_there() {
    look(tunnel.read());
    tunnel.pass(Duration.ofSeconds(30));
    fail("no permission");
    assertThat(ask("/peers").status()).isEqualTo(503);
    assertThat(text(ask("/peers"))).contains("no permission");
  }

  @Test
  void the_ports_of_health_alone_have_no_metrics() {
    assertThat(views.health().keySet())
        .containsExactlyInAnyOrder("/health", "/health/live", "/health/ready", "/peers");
  }
}
