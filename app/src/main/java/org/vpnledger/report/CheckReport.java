package org.vpnledger.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vpnledger.report.Column.Kind;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Observation.Read;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Presence;

/**
 * Tunnels as they were read just now: in the lines of a well-known script over {@code wg show}, to
 * the byte, and as rows.
 */
public final class CheckReport {
  /**
   * The script means five minutes; what it does is to warn of every age that has a minute in it.
   */
  public static final Duration ALERT_THRESHOLD = Duration.ofMinutes(5);

  /** As date(1) writes it in the C locale. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss zzz yyyy", Locale.ENGLISH);

  /** As wg sorts peers, but to the second: the latest handshake first, those without one last. */
  private static final Comparator<Connection> BY_HANDSHAKE =
      Comparator.comparing(CheckReport::handshake, Comparator.nullsLast(Comparator.reverseOrder()));

  private final List<Read> reads;
  private final ZoneId zone;

  /** Over what was read, in the zone of its first line. */
  public CheckReport(List<Read> reads, ZoneId zone) {
    this.reads =
        reads.stream().sorted(Comparator.comparing(read -> read.tunnel().interfaceName())).toList();
    this.zone = zone;
  }

  /** The lines, each with its end. */
  public String text(Instant now) {
    StringBuilder out = new StringBuilder();
    out.append("=== WireGuard Monitor - ").append(DATE.format(now.atZone(zone))).append(" ===\n");
    for (Read read : reads) {
      for (Connection peer : read.connections().stream().sorted(BY_HANDSHAKE).toList()) {
        lines(read, peer).forEach(line -> out.append(SafeText.plain(line)).append('\n'));
      }
    }
    return out.toString();
  }

  /** In the order of wg's own lines; what wg leaves out is left out. */
  private static List<String> lines(Read read, Connection peer) {
    List<String> lines = new ArrayList<>();
    String key = peer.peer().text();
    if (peer.endpoint() != null) {
      lines.add("Peer " + key + " connected from: " + peer.endpoint());
    }
    Long age = ageSeconds(read, peer);
    if (age != null && isStale(age)) {
      lines.add("WARNING: Stale peer " + key + " - latest handshake: " + WgText.ago(age));
    }
    Counters moved = peer.counters();
    if (!moved.isZero()) {
      lines.add(
          "Peer %s: transfer: %s received, %s sent"
              .formatted(key, WgText.bytes(moved.rxBytes()), WgText.bytes(moved.txBytes())));
    }
    return lines;
  }

  /** Whether somebody has not shaken hands for too long; who never did is not stale. */
  public boolean isAnyStale() {
    return reads.stream()
        .anyMatch(
            read -> read.connections().stream().anyMatch(peer -> isStale(ageSeconds(read, peer))));
  }

  private static boolean isStale(@Nullable Long age) {
    return age != null && age > ALERT_THRESHOLD.toSeconds();
  }

  /** In whole seconds as wg counts them, negative in the future; absent if never. */
  private static @Nullable Long ageSeconds(Read read, Connection peer) {
    Instant handshake = handshake(peer);
    return handshake == null
        ? null
        : read.at().wall().getEpochSecond() - handshake.getEpochSecond();
  }

  private static @Nullable Instant handshake(Connection peer) {
    return switch (peer.presence()) {
      case Presence.LastHandshake(Instant at) -> at;
      case Presence.ConnectedSince _ -> null;
    };
  }

  /**
   * A row a peer.
   *
   * @param names what a peer is called
   */
  public Sheet sheet(String gateway, Function<PeerKey, String> names) {
    List<Column> columns =
        List.of(
            Column.hidden("gateway", Kind.TEXT),
            Column.hidden("source", Kind.TEXT),
            Column.of("tunnel", "TUNNEL", Kind.TEXT),
            Column.hidden("peer", Kind.TEXT),
            Column.of("name", "NAME", Kind.TEXT),
            Column.of("endpoint", "ENDPOINT", Kind.TEXT),
            Column.of("last_handshake", "HANDSHAKE", Kind.TIME),
            Column.hidden("handshake_age_seconds", Kind.SECONDS),
            Column.of("stale", "STALE", Kind.FLAG),
            Column.of("rx_bytes", "RECEIVED", Kind.BYTES),
            Column.of("tx_bytes", "SENT", Kind.BYTES));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Read read : reads) {
      for (Connection peer : read.connections().stream().sorted(BY_HANDSHAKE).toList()) {
        rows.add(row(gateway, read, peer, names.apply(peer.peer())));
      }
    }
    return new Sheet(columns, rows, zone);
  }

  private static List<@Nullable Object> row(
      String gateway, Read read, Connection peer, String name) {
    List<@Nullable Object> row = new ArrayList<>();
    row.add(gateway);
    row.add(read.tunnel().source());
    row.add(read.tunnel().interfaceName());
    row.add(peer.peer().text());
    row.add(name);
    row.add(peer.endpoint() == null ? null : peer.endpoint().toString());
    row.add(handshake(peer));
    row.add(ageSeconds(read, peer));
    row.add(isStale(ageSeconds(read, peer)));
    row.add(peer.counters().rxBytes());
    row.add(peer.counters().txBytes());
    return row;
  }
}
