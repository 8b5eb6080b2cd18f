package org.vpnledger.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.vpnledger.report.Directory;
import org.vpnledger.report.StatusReport;
import org.vpnledger.report.Units;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.PeerRow;
import org.vpnledger.store.TunnelRow;
import org.vpnledger.vpn.Noticing;
import org.vpnledger.vpn.Protocol;

/** The lines above the table of {@code status}. */
final class StatusHeading {
  private StatusHeading() {}

  static String of(Asking asking, LedgerReader reader, Directory peers, boolean running) {
    long listed =
        peers.all().stream()
            .map(PeerRow::state)
            .filter(Objects::nonNull)
            .filter(state -> state.listed())
            .count();
    long online = peers.all().stream().filter(StatusReport::isOnline).count();
    StringBuilder heading = new StringBuilder(reader.gatewayName()).append(": ");
    if (running) {
      heading.append("%d of %d peers online\n".formatted(online, listed));
    } else {
      Instant asOf =
          reader.tunnels().stream()
              .map(TunnelRow::asOf)
              .filter(Objects::nonNull)
              .max(Comparator.naturalOrder())
              .orElse(null);
      heading.append("the daemon is not running; ");
      heading.append(
          asOf == null
              ? "nothing was read yet\n"
              : "as of %s, %d of %d peers were online\n"
                  .formatted(
                      Units.time(asOf, reader.calendar().zoneAt(asking.now())), online, listed));
    }
    for (TunnelRow tunnel : reader.tunnels()) {
      if (running && tunnel.failing()) {
        heading.append(
            "%s cannot be read at present: 'vpnledger events' says why\n"
                .formatted(tunnel.tunnel()));
      }
    }
    if (running) {
      heading.append(noticing(reader.tunnels()));
    }
    return heading.toString();
  }

  /** In the order of the ways, each with its tunnels unless it is the only one. */
  private static String noticing(List<TunnelRow> tunnels) {
    Map<Noticing, List<String>> ways = new EnumMap<>(Noticing.class);
    for (TunnelRow tunnel : tunnels) {
      if (tunnel.present() && tunnel.protocol() == Protocol.WIREGUARD) {
        ways.computeIfAbsent(tunnel.noticing(), _ -> new ArrayList<>())
            .add(tunnel.tunnel().toString());
      }
    }
    if (ways.isEmpty()) {
      return "";
    }
    List<String> parts = new ArrayList<>();
    ways.forEach((way, of) ->
        parts.add(way.label() + (ways.size() == 1 ? "" : " (" + String.join(", ", of) + ")")));
    return "handshakes are noticed by " + String.join(", ", parts) + "\n";
  }
}
