package org.vpnledger.daemon;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.config.SourceSettings;
import org.vpnledger.container.Containers;
import org.vpnledger.source.Source;
import org.vpnledger.source.wireguard.ContainersSource;
import org.vpnledger.source.wireguard.NamedPlace;
import org.vpnledger.source.wireguard.Place;
import org.vpnledger.source.wireguard.WireGuardSources;
import org.vpnledger.vpn.TunnelId;

/** In which network namespace a tunnel's interface is, by the source that reads it. */
final class TunnelPlaces {
  /** Every source is in the daemon's own. */
  static final TunnelPlaces HERE = new TunnelPlaces(Map.of(), List.of());

  private final Map<String, Place> known;
  private final List<ContainersSource> found;

  private TunnelPlaces(Map<String, Place> known, List<ContainersSource> found) {
    this.known = Map.copyOf(known);
    this.found = List.copyOf(found);
  }

  /** As the sources were configured or found. */
  static TunnelPlaces of(
      List<SourceSettings> settings, List<Source> sources, Containers containers) {
    Map<String, Place> known = new HashMap<>();
    WireGuardSources.NAMES.forEach(name -> known.put(name, Place.HERE));
    settings.forEach(one -> known.put(one.name(), NamedPlace.of(Sources.netns(one), containers)));
    return new TunnelPlaces(
        known,
        sources.stream()
            .filter(ContainersSource.class::isInstance)
            .map(ContainersSource.class::cast)
            .toList());
  }

  /** Where that tunnel is, absent if it is in a container that has not been found yet. */
  @Nullable Place of(TunnelId tunnel) {
    Place place = known.get(tunnel.source());
    for (ContainersSource containers : found) {
      place = place == null ? containers.place(tunnel.source()) : place;
    }
    return place == null && found.isEmpty() ? Place.HERE : place;
  }
}
