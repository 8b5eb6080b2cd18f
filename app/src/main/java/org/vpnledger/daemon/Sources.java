package org.vpnledger.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.vpnledger.config.SourceSettings;
import org.vpnledger.source.Source;
import org.vpnledger.source.wireguard.CommandSource;
import org.vpnledger.source.wireguard.InterfaceFilter;
import org.vpnledger.source.wireguard.LocalLinks;
import org.vpnledger.source.wireguard.NamedPlace;
import org.vpnledger.source.wireguard.NetlinkSource;
import org.vpnledger.source.wireguard.Place;
import org.vpnledger.source.wireguard.UapiSource;
import org.vpnledger.source.wireguard.WireGuardSource;
import org.vpnledger.source.wireguard.WireGuardSources;
import org.vpnledger.vpn.ObservationClock;

/** The sources that are configured, or found when none is. */
final class Sources {
  private Sources() {}

  static List<Source> of(List<SourceSettings> settings, ObservationClock clock) {
    if (settings.isEmpty()) {
      return WireGuardSources.automatic(Set.of(), clock);
    }
    List<Source> sources = new ArrayList<>();
    for (SourceSettings one : settings) {
      Set<String> only = Set.copyOf(one.interfaces());
      InterfaceFilter filter = InterfaceFilter.only(only);
      sources.add(
          switch (one) {
            case SourceSettings.WireGuard all ->
                new WireGuardSource(all.name(), place(all.netns()), only, all.timeout(), clock);
            case SourceSettings.Netlink kernel ->
                new NetlinkSource(
                    kernel.name(), place(kernel.netns()), filter, kernel.timeout(), true, clock);
            case SourceSettings.Uapi uapi ->
                new UapiSource(
                    uapi.name(), () -> List.of(uapi.directory()), filter, uapi.timeout(), clock);
            case SourceSettings.Command command ->
                new CommandSource(
                    command.name(),
                    command.command(),
                    filter,
                    command.timeout(),
                    LocalLinks.LOCAL,
                    clock);
          });
    }
    return sources;
  }

  private static Place place(String netns) {
    return netns.isEmpty() ? Place.HERE : new NamedPlace(netns);
  }
}
