package org.vpnledger.health;

import io.avaje.json.JsonWriter;
import io.avaje.json.stream.JsonStream;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.PeerState;
import org.vpnledger.ledger.TunnelState;
import org.vpnledger.live.Snapshot;
import org.vpnledger.report.SafeText;
import org.vpnledger.vpn.Endpoint;

/**
 * Health and peers as the guide "How to Monitor WireGuard Connections" has them: {@code status},
 * {@code interface} and {@code message}; {@code peer_count} and {@code peers}. Fields of ours come
 * after those.
 */
public final class HealthJson {
  private static final JsonStream STREAM = JsonStream.builder().serializeNulls(true).build();
  private static final int SHOWN = 16;

  private HealthJson() {}

  /** The verdict. */
  public static byte[] health(Verdict verdict, @Nullable Snapshot snapshot) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonWriter json = STREAM.writer(bytes)) {
      json.beginObject();
      text(json, "status", verdict.isHealthy() ? "healthy" : "unhealthy");
      text(json, "interface", interfaceOf(verdict));
      text(json, "message", message(verdict, snapshot));
      json.name("interfaces");
      array(json, verdict.interfaces());
      json.name("problems");
      array(json, verdict.problems().stream().map(Verdict.Problem::message).toList());
      if (snapshot != null) {
        text(json, "gateway", snapshot.gateway().name());
        counts(json, snapshot, verdict.interfaces());
        text(json, "as_of", time(snapshot.at().wall()));
      }
      json.endObject();
    }
    return bytes.toByteArray();
  }

  private static @Nullable String interfaceOf(Verdict verdict) {
    for (Verdict.Problem problem : verdict.problems()) {
      if (problem.interfaceName() != null) {
        return problem.interfaceName();
      }
    }
    return verdict.interfaces().isEmpty() ? null : verdict.interfaces().getFirst();
  }

  private static String message(Verdict verdict, @Nullable Snapshot snapshot) {
    if (!verdict.isHealthy()) {
      return verdict.problems().getFirst().message();
    }
    Set<String> servers = snapshot == null ? Set.of() : snapshot.openVpnTunnels();
    List<String> others =
        verdict.interfaces().stream().filter(name -> !servers.contains(name)).toList();
    List<String> read = verdict.interfaces().stream().filter(servers::contains).toList();
    String openVpn =
        switch (read.size()) {
          case 0 -> "OpenVPN servers are read";
          case 1 -> "OpenVPN server is read: " + read.getFirst();
          default -> "OpenVPN servers are read: " + String.join(", ", read);
        };
    return switch (others.size()) {
      case 0 -> openVpn;
      case 1 -> "WireGuard interface is up" + (read.isEmpty() ? "" : "; " + openVpn);
      default ->
          "WireGuard interfaces are up: "
              + String.join(", ", others)
              + (read.isEmpty() ? "" : "; " + openVpn);
    };
  }

  private static void counts(JsonWriter json, Snapshot snapshot, List<String> interfaces) {
    long peers = 0;
    long online = 0;
    for (TunnelState tunnel : snapshot.state().tunnels().values()) {
      if (tunnel.present() && interfaces.contains(tunnel.id().interfaceName())) {
        for (PeerState peer : tunnel.peers().values()) {
          peers += peer.listed() ? 1 : 0;
          online += peer.listed() && peer.liveness().online() ? 1 : 0;
        }
      }
    }
    json.name("peers");
    json.value(peers);
    json.name("peers_online");
    json.value(online);
  }

  /** The peers of these tunnels, in their order. */
  public static byte[] peers(List<TunnelState> tunnels) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonWriter json = STREAM.writer(bytes)) {
      json.beginObject();
      json.name("peer_count");
      json.value(
          tunnels.stream()
              .flatMap(tunnel -> tunnel.peers().values().stream())
              .filter(PeerState::listed)
              .count());
      json.name("peers");
      json.beginArray();
      for (TunnelState tunnel : tunnels) {
        tunnel.peers().values().stream()
            .filter(PeerState::listed)
            .sorted(java.util.Comparator.comparing(PeerState::key))
            .forEach(peer -> peer(json, tunnel, peer));
      }
      json.endArray();
      json.endObject();
    }
    return bytes.toByteArray();
  }

  private static void peer(JsonWriter json, TunnelState tunnel, PeerState peer) {
    String key = peer.key().text();
    String name = tunnel.nameOf(peer.key());
    Endpoint endpoint = peer.endpoint();
    Instant handshake = peer.liveness().handshake();
    json.beginObject();
    text(json, "public_key", key.substring(0, Math.min(SHOWN, key.length())) + "...");
    text(json, "endpoint", endpoint == null ? null : endpoint.toString());
    text(
        json,
        "allowed_ips",
        peer.allowedIps().isEmpty() ? "(none)" : String.join(",", peer.allowedIps()));
    json.name("latest_handshake");
    json.value(handshake == null ? null : Long.valueOf(handshake.getEpochSecond()));
    json.name("rx_bytes");
    json.value(peer.seen().rxBytes());
    json.name("tx_bytes");
    json.value(peer.seen().txBytes());
    text(json, "peer", key);
    text(json, "name", name == null ? peer.key().abbreviated() : name);
    text(json, "interface", tunnel.id().interfaceName());
    text(json, "source", tunnel.id().source());
    json.name("online");
    json.value(peer.liveness().online());
    json.endObject();
  }

  private static void array(JsonWriter json, List<String> texts) {
    json.beginArray();
    texts.forEach(text -> json.value(SafeText.plain(text)));
    json.endArray();
  }

  private static void text(JsonWriter json, String name, @Nullable String value) {
    json.name(name);
    json.value(value == null ? null : SafeText.plain(value));
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
