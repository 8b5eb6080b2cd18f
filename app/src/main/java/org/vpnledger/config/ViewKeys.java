package org.vpnledger.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What can be set of the listener, of metrics, and of where they are sent. */
final class ViewKeys {
  private static final Pattern ADDRESS =
      Pattern.compile("none|[\\[\\]A-Za-z0-9.:%_-]{1,255}:[0-9]{1,5}");
  private static final Pattern URL = Pattern.compile("|https?://[\\x21-\\x7e]{1,2000}");
  private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7e]{1,512}");
  private static final String PATH_OR_NONE = "; \"\" for none.";

  static final Key<String> LISTEN =
      key(
          "listen",
          new Kind.Text("ADDRESS:PORT, or \"none\"", ADDRESS),
          values -> "127.0.0.1:9586",
          "Where metrics and health are served; another address than the machine's own needs"
              + " credentials.");
  static final Key<String> HEALTH_LISTEN =
      key(
          "health_listen",
          new Kind.Text("ADDRESS:PORT, or \"none\"", ADDRESS),
          values -> "none",
          "Where /health and /peers are served as well, as 127.0.0.1:8080.");

  static final Key<List<String>> TOKENS =
      key(
          "web.tokens",
          new Kind.Words("an array of lines that 'vpnledger config hash' printed", SECRET, false),
          values -> List.of(),
          "Hashed bearer tokens, any of which lets in.");
  static final Key<List<String>> USERS =
      key(
          "web.users",
          new Kind.Words("an array of lines that 'vpnledger config hash' printed", SECRET, false),
          values -> List.of(),
          "Users with their hashed passwords, any of which lets in.");
  static final Key<Optional<Path>> TLS_CERTIFICATE =
      location(
          "web.tls_certificate", "The certificate chain (PEM) for TLS; read anew when changed");
  static final Key<Optional<Path>> TLS_KEY =
      location("web.tls_key", "Its private key (PEM, PKCS#8)");
  static final Key<Optional<Path>> TLS_CLIENT_CA =
      location("web.tls_client_ca", "Only clients with a certificate of this authority are let in");
  static final Key<Boolean> INSECURE =
      key(
          "web.insecure",
          new Kind.Switch(),
          values -> false,
          "Whether anybody who reaches the address may ask, without credentials.");

  static final Key<List<String>> DIALECTS =
      key(
          "metrics.dialects",
          new Kind.Words(
              "an array of vpnledger, mindflavor, mdlayher, guide, wgportal, kumina, patrickjahns",
              Pattern.compile("vpnledger|mindflavor|mdlayher|guide|wgportal|kumina|patrickjahns"),
              false),
          values -> List.of("mindflavor", "vpnledger"),
          "What /metrics exports; each one is at /metrics/NAME as well.");
  static final Key<Boolean> SEPARATE_ALLOWED_IPS =
      key(
          "metrics.separate_allowed_ips",
          new Kind.Switch(),
          values -> false,
          "mindflavor: whether each network has labels of its own, allowed_ip_0 and so on.");
  static final Key<Boolean> REMOTE_IP_AND_PORT =
      key(
          "metrics.remote_ip_and_port",
          new Kind.Switch(),
          values -> false,
          "mindflavor: whether endpoints are labels; each move of a client makes new series.");
  static final Key<Boolean> HANDSHAKE_DELAY =
      key(
          "metrics.handshake_delay",
          new Kind.Switch(),
          values -> false,
          "mindflavor: whether the age of handshakes is exported.");
  static final Key<Boolean> FRIENDLY_NAMES =
      key(
          "metrics.friendly_names",
          new Kind.Switch(),
          values -> true,
          "mindflavor: whether names are labels (friendly_name, or what friendly_json says).");
  static final Key<Boolean> LOW_CARDINALITY =
      key(
          "metrics.low_cardinality",
          new Kind.Switch(),
          values -> false,
          "Whether peers have no series of their own in vpnledger, and fewer labels in kumina.");
  static final Key<Integer> MAX_SERIES =
      key(
          "metrics.max_series",
          new Kind.Count("series", 100, 10_000_000),
          values -> 250_000,
          "Series of peers that one dialect has at most; it says so when it leaves peers out.");
  static final Key<Boolean> CREATED_SERIES =
      key(
          "metrics.created_series",
          new Kind.Switch(),
          values -> true,
          "Whether OpenMetrics tells when counters began; Prometheus may keep that as more series.");
  static final Key<Optional<Path>> TEXTFILE =
      location(
          "metrics.textfile",
          "A file NAME.prom for node_exporter's textfile collector, written at each look");

  static final Key<Duration> PUSH_INTERVAL =
      key(
          "push.interval",
          new Kind.Seconds(1, 3600, false),
          values -> Duration.ofSeconds(30),
          "Seconds between two pushes.");
  static final Key<String> OTLP_URL =
      key(
          "push.otlp_url",
          new Kind.Text("an http or https address, or \"\"", URL),
          values -> "",
          "Where metrics are pushed by OTLP, as http://127.0.0.1:4318/v1/metrics" + PATH_OR_NONE);
  static final Key<String> INFLUX_URL =
      key(
          "push.influx_url",
          new Kind.Text("an http or https address, or \"\"", URL),
          values -> "",
          "Where they are pushed in InfluxDB's line protocol, as"
              + " http://127.0.0.1:8086/write?db=vpn"
              + PATH_OR_NONE);
  static final Key<Optional<Path>> PUSH_TOKEN_FILE =
      location(
          "push.token_file", "A file with the value of the Authorization header that pushes carry");

  static final List<Key<?>> TOP = List.of(LISTEN, HEALTH_LISTEN);

  static final List<Key<?>> IN_SECTIONS =
      List.of(
          TOKENS,
          USERS,
          TLS_CERTIFICATE,
          TLS_KEY,
          TLS_CLIENT_CA,
          INSECURE,
          DIALECTS,
          SEPARATE_ALLOWED_IPS,
          REMOTE_IP_AND_PORT,
          HANDSHAKE_DELAY,
          FRIENDLY_NAMES,
          LOW_CARDINALITY,
          MAX_SERIES,
          CREATED_SERIES,
          TEXTFILE,
          PUSH_INTERVAL,
          OTLP_URL,
          INFLUX_URL,
          PUSH_TOKEN_FILE);

  static final List<Keys.Section> SECTIONS =
      List.of(
          new Keys.Section("web", "Who may ask the listener."),
          new Keys.Section("metrics", "What Prometheus is told."),
          new Keys.Section("push", "Metrics that are sent instead of asked for."));

  private ViewKeys() {}

  static Settings.Web web(Values values) {
    return new Settings.Web(
        values.get(LISTEN),
        values.get(HEALTH_LISTEN),
        values.get(TOKENS),
        values.get(USERS),
        values.get(TLS_CERTIFICATE),
        values.get(TLS_KEY),
        values.get(TLS_CLIENT_CA),
        values.get(INSECURE));
  }

  static Settings.Metrics metrics(Values values) {
    return new Settings.Metrics(
        values.get(DIALECTS),
        values.get(SEPARATE_ALLOWED_IPS),
        values.get(REMOTE_IP_AND_PORT),
        values.get(HANDSHAKE_DELAY),
        values.get(FRIENDLY_NAMES),
        values.get(LOW_CARDINALITY),
        values.get(MAX_SERIES),
        values.get(CREATED_SERIES),
        values.get(TEXTFILE));
  }

  static Settings.Push push(Values values) {
    return new Settings.Push(
        values.get(PUSH_INTERVAL),
        values.get(OTLP_URL),
        values.get(INFLUX_URL),
        values.get(PUSH_TOKEN_FILE));
  }

  private static Key<Optional<Path>> location(String name, String meaning) {
    return key(name, new Kind.MaybeLocation(), values -> Optional.empty(), meaning + PATH_OR_NONE);
  }

  private static <T> Key<T> key(
      String name, Kind<T> kind, Function<Values, T> fallback, String meaning) {
    return new Key<>(name, kind, fallback, meaning);
  }
}
