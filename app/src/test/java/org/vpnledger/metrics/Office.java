package org.vpnledger.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.ledger.Ledger;
import org.vpnledger.ledger.Rules;
import org.vpnledger.ledger.State;
import org.vpnledger.live.FlowWork;
import org.vpnledger.live.Gateway;
import org.vpnledger.live.Happenings;
import org.vpnledger.live.LedgerWork;
import org.vpnledger.live.OpenVpnServer;
import org.vpnledger.live.Snapshot;
import org.vpnledger.live.SourceState;
import org.vpnledger.live.Totals;
import org.vpnledger.resource.Load;
import org.vpnledger.resource.Memory;
import org.vpnledger.resource.Sample;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.LinkTroubles;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.OpenVpnClient;
import org.vpnledger.vpn.OpenVpnRoute;
import org.vpnledger.vpn.OpenVpnStatus;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Presence;
import org.vpnledger.vpn.TunnelId;

/** A gateway whose snapshots come from the real ledger, told what its tunnels show. */
final class Office {
  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  static final PeerKey ANN = new PeerKey("2S7mA0vEMethCNQrJpJKE81/JmhgtB+tHHLYQhgM6kk=");
  static final PeerKey BOB = new PeerKey("qnoxQoQI8KKMupLnSSureORV0wMmH7JryZNsmGVISzU=");

  private final Ledger ledger = new Ledger(Rules.of(LedgerCalendar.of(ZONE)));
  private final Map<PeerKey, Map<String, String>> labels = new HashMap<>();
  private final List<SourceState> sources = new ArrayList<>();
  private final List<OpenVpnServer> servers = new ArrayList<>();
  private Map<String, String> countries = Map.of();
  private State state = State.EMPTY;
  private Duration passed = Duration.ofHours(1);

  /** What a tunnel shows of a peer. */
  record Shown(
      PeerKey peer,
      long rx,
      long tx,
      @Nullable Instant handshake,
      @Nullable String endpoint,
      List<String> networks) {
    Connection connection() {
      return new Connection(
          peer,
          new Epoch("link", "1"),
          new Counters(rx, tx),
          new Presence.LastHandshake(handshake),
          endpoint == null ? null : Endpoint.parse(endpoint),
          networks,
          0);
    }
  }

  /** With a tunnel wg0 of two peers, Ann with a name and online, Bob who never came. */
  static Office usual() {
    Office office = new Office();
    office.read("kernel", "wg0", ann(1000, 2000), bob());
    office.pass(Duration.ofSeconds(5));
    office.name("kernel", "wg0", ANN, "Ann's phone");
    office.read("kernel", "wg0", ann(71_420_072, 3_208_804), bob());
    return office;
  }

  static Shown ann(long rx, long tx) {
    return new Shown(
        ANN,
        rx,
        tx,
        NOW.minusSeconds(40),
        "192.0.2.7:51820",
        List.of("10.70.0.2/32", "fd00::2/128"));
  }

  /** A server with one client twice, one that knocks, and a name with everything in it. */
  static OpenVpnStatus status() {
    Instant since = NOW.minusSeconds(600);
    return new OpenVpnStatus(
        "OpenVPN 2.6.14 x86_64-pc-linux-gnu [SSL (OpenSSL)]",
        NOW.minusSeconds(7),
        List.of(
            client("alice", "192.0.2.4:5555", "10.9.0.2", 100, since, "al"),
            client("alice", "192.0.2.5:5556", "10.9.0.3", 30, since.plusSeconds(60), null),
            client("UNDEF", "192.0.2.6:5557", null, 0, NOW, null),
            client("bob, the \"2nd\"\\", "192.0.2.7:5558", "10.9.0.4", 7, since, null)),
        List.of(
            new OpenVpnRoute("10.9.0.2", false, "alice", "192.0.2.4:5555", NOW.minusSeconds(9)),
            new OpenVpnRoute("10.9.0.9", true, "alice", "192.0.2.4:5555", NOW.minusSeconds(8))),
        2,
        null);
  }

  private static OpenVpnClient client(
      String name,
      String address,
      @Nullable String inside,
      long bytes,
      Instant since,
      @Nullable String login) {
    return new OpenVpnClient(
        name, address, inside, null, new Counters(bytes, 2 * bytes), since, login, 0L, 0L, null);
  }

  static Shown bob() {
    return new Shown(BOB, 0, 0, null, null, List.of());
  }

  Office pass(Duration time) {
    passed = passed.plus(time);
    return this;
  }

  Moment now() {
    Duration hour = Duration.ofHours(1).plusSeconds(5);
    return new Moment(NOW.plus(passed.minus(hour)), passed.toNanos(), "boot");
  }

  Office read(String source, String tunnel, Shown... peers) {
    tell(
        new Observation.Read(
            new TunnelId(source, tunnel),
            now(),
            new Device("L2UoJZN7RmEKsMmqaJgKG0m1S2Zs2wd2ptAf+kb3008=" + source + tunnel, 51_820, 0)
                .with(new LinkTroubles(1, 2, 3, 4)),
            java.util.Arrays.stream(peers).map(Shown::connection).toList()));
    sources.removeIf(one -> one.name().equals(source));
    sources.add(SourceState.unasked(source).succeeded(now(), Duration.ofMillis(9)));
    return this;
  }

  /** A look of which nothing came. */
  Office fail(String source, String why) {
    SourceState before =
        sources.stream()
            .filter(one -> one.name().equals(source))
            .findFirst()
            .orElse(SourceState.unasked(source));
    sources.remove(before);
    sources.add(before.failed(now(), Duration.ofMillis(3), why, true));
    return this;
  }

  Office name(String source, String tunnel, PeerKey peer, String name) {
    return tell(new Observation.Renamed(new TunnelId(source, tunnel), now(), peer, name));
  }

  Office label(PeerKey peer, Map<String, String> more) {
    labels.put(peer, more);
    return this;
  }

  Office tell(Observation observation) {
    state = ledger.apply(state, observation).state();
    return this;
  }

  /** An OpenVPN server, whose file may not be readable. */
  Office openVpn(String name, @Nullable OpenVpnStatus status) {
    return openVpn(name, "/run/" + name + ".status", status);
  }

  Office openVpn(String name, String file, @Nullable OpenVpnStatus status) {
    servers.add(new OpenVpnServer(name, file, status, status == null ? 3 : 0));
    return this;
  }

  /** Where peers' addresses are. */
  Office places(Map<String, String> known) {
    countries = known;
    return this;
  }

  Snapshot snapshot() {
    return new Snapshot(
        now(),
        new Moment(NOW.minusSeconds(3600), 0, "boot"),
        new Gateway("gw1", "2c1e-id", ZONE, Instant.parse("2026-01-01T00:00:00Z")),
        true,
        Duration.ofSeconds(11),
        Duration.ofSeconds(65),
        state,
        Set.copyOf(state.tunnels().keySet()),
        sources,
        Totals.NONE,
        Happenings.NONE,
        LedgerWork.NONE,
        true,
        labels,
        servers,
        new Sample(
            NOW, 25.0, new Memory(2_048_000_000, 1_024_000_000), new Load(0.5, 0.25, 0.12), 117L),
        countries,
        flows());
  }

  private static FlowWork flows() {
    return new FlowWork(
        5_000,
        Map.of("wg0", 12L, "wg1@kernel", 0L),
        7,
        1,
        2,
        Map.of("short_ip_header", 3L),
        List.of("wg1@kernel: is not there: waiting for it"),
        new FlowWork.Upload(4, 4096, NOW.minusSeconds(60), 9, 65_536, 5, 6, "refused"),
        new FlowWork.Export(true, 100, 8, 10));
  }

  MetricsPages pages() {
    return pages(rules(250_000));
  }

  MetricsPages pages(MetricsRules rules) {
    return new MetricsPages(this::snapshot, this::now, rules, () -> Map.of(200, 3L));
  }

  static MetricsRules rules(int maxSeries) {
    return new MetricsRules(
        List.of("mindflavor", "vpnledger"),
        MindFlavorOptions.DEFAULT,
        false,
        maxSeries,
        true,
        "0.1.0");
  }

  /** A page as text. */
  String text(String page, Format format) {
    return Page.text(pages().page(page, format, false));
  }

  /** Reads what was rendered. */
  static final class Page {
    private Page() {}

    static byte[] bytes(Rendering rendering) {
      java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
      rendering.body().forEach(out::writeBytes);
      return out.toByteArray();
    }

    static String text(Rendering rendering) {
      return new String(bytes(rendering), java.nio.charset.StandardCharsets.UTF_8);
    }
  }
}
