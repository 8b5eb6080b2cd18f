package org.vpnledger.daemon;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vpnledger.config.SourceSettings;
import org.vpnledger.container.Containers;
import org.vpnledger.source.Source;
import org.vpnledger.source.wireguard.ContainersSource;
import org.vpnledger.source.wireguard.NamedPlace;
import org.vpnledger.source.wireguard.Place;
import org.vpnledger.vpn.TunnelId;

/** In which network namespace a tunnel's interface is, by the source that reads it. */
final class TunnelPlaces {
  /** All in the daemon's own. */
  static final TunnelPlaces HERE = new TunnelPlaces(Map.of(), List.of());

  private final Map<String, Place> named;
  private final List<ContainersSource> found;

  private TunnelPlaces(Map<String, Place> named, List<ContainersSource> found) {
    this.named = Map.copyOf(named);
    this.found = List.copyOf(found);
  }

  /** As the sources were configured or found. */
  static TunnelPlaces of(
      List<SourceSettings> settings, List<Source> sources, Containers containers) {
    Map<String, Place> named = new HashMap<>();
    for (SourceSettings one : settings) {
      String netns = Sources.netns(one);
      if (!netns.isEmpty()) {
        named.put(one.name(), NamedPlace.of(netns, containers));
      }
    }
    return new TunnelPlaces(
        named,
        sources.stream()
            .filter(ContainersSource.class::isInstance)
            .map(ContainersSource.class::cast)
            .toList());
  }

  /** Where that tunnel is. */
  Place of(TunnelId tunnel) {
    Place place = named.get(tunnel.source());
    for (ContainersSource containers : found) {
      place = place == null ? containers.place(tunnel.source()) : place;
    }
    return place == null ? Place.HERE : place;
  }
}
